using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace StorePush.Console.Tests.Running;

/// <summary>Somebody with a browser; complains at the end of what the browser had to complain of.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = new();

    private Visitor(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout((float)Bounded.Limit.TotalMilliseconds);
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            // Answers such as 401 and 404 are meant.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                _complaints.Enqueue(message.Text);
        };
        page.Request += (_, request) => Addresses.Enqueue(request.Url);
    }

    public IPage Page { get; }

    /// <summary>Every address that the browser has asked for.</summary>
    public ConcurrentQueue<string> Addresses { get; } = new();

    public ILocator Heading => Page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    public static async Task<Visitor> OpenAsync(IPage page, Uri url)
    {
        var visitor = new Visitor(page);
        await page.GotoAsync(url.AbsoluteUri);
        return visitor;
    }

    public async Task SignInAsync(string token)
    {
        await Page.GetByLabel("Token", new() { Exact = true }).FillAsync(token);
        await Button("Sign in").ClickAsync();
    }

    public async Task GoToAsync(string view)
    {
        await Page.EvaluateAsync("hash => { location.hash = hash; }", $"#/{view}");
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name });

    public ILocator Section(string name) => Page.GetByRole(AriaRole.Region, new() { Name = name });

    /// <summary>The figure of a tile.</summary>
    public ILocator Figure(string name) => Page.Locator($".tile:has(dt:text-is('{name}')) .value");

    /// <summary>Goes on with the tabulator until something has the focus.</summary>
    public async Task TabToAsync(ILocator target)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
                return;
            await Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"The tabulator does not lead to {target}.");
    }

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        if (TestContext.Current.TestState?.Result != TestResult.Failed)
            _complaints.ShouldBeEmpty();
    }
}
