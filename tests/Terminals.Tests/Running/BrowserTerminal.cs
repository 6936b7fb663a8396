using Microsoft.Playwright;

namespace StorePush.Terminals.Tests.Running;

/// <summary>The page, opened from its file and filled in as a person does.</summary>
internal sealed class BrowserTerminal : IRunningTerminal
{
    private readonly IPage _page;

    private BrowserTerminal(IPage page)
    {
        _page = page;
        page.Console += (_, message) => Lines.Add(message.Text);
        page.PageError += (_, error) => Lines.Add(error);
    }

    public OutputLines Lines { get; } = new();

    private ILocator Connect => _page.GetByRole(AriaRole.Button, new() { Name = "Connect" });

    public static async Task<BrowserTerminal> StartAsync(IPage page, Settings settings)
    {
        var terminal = new BrowserTerminal(page);
        await page.GotoAsync(new Uri(Example.PathOf("browser", "index.html")).AbsoluteUri);
        await page.GetByLabel("Server").FillAsync(settings.Url.GetLeftPart(UriPartial.Authority));
        await page.GetByLabel("Store").FillAsync(settings.StoreId);
        await page.GetByLabel("Device").FillAsync(settings.DeviceId);
        await page.GetByLabel("at once").SetCheckedAsync(settings.Acks);
        await terminal.GiveTokenAsync(settings.Token);
        await terminal.Connect.ClickAsync();
        return terminal;
    }

    public Task GiveTokenAsync(string token) => _page.GetByLabel("Token").FillAsync(token);

    public Task TakeAsync() => _page.GetByRole(AriaRole.Button, new() { Name = "Take" }).ClickAsync();

    public Task GivenUpAsync() => Bounded.UntilAsync(() => Connect.IsEnabledAsync());

    public async ValueTask DisposeAsync() => await _page.CloseAsync();
}
