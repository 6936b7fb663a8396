using Microsoft.Playwright;
using StorePush.Terminals.Tests.Runtimes;

namespace StorePush.Terminals.Tests.Running;

/// <summary>One browser for all tests, which starts when the first of them wants a page.</summary>
public sealed class Chromium : IAsyncDisposable
{
    /// <summary>It may run as root, and has nobody to talk to but the test.</summary>
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--no-first-run",
    ];

    private readonly SemaphoreSlim _starting = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task<IPage> NewPageAsync()
    {
        var executable = await Runtime.Chromium.RequireAsync();
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            _browser ??= await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = Arguments });
        }
        finally
        {
            _starting.Release();
        }

        return await _browser.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
        _starting.Dispose();
    }
}
