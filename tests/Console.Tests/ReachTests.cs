using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using StorePush.Console.Tests.Running;
using StorePush.Terminals.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace StorePush.Console.Tests;

/// <summary>The console is for everybody: on a phone, without a mouse, with whatever reads it out.</summary>
public sealed class ReachTests(SharedServer server, Chromium chromium) : ConsoleSpecification(server, chromium)
{
    private const int PhoneWidth = 390;

    [Fact]
    public async Task Nothing_is_wider_than_a_phone()
    {
        var (visitor, id, device) = await BusyStoreAsync();
        await using var _ = visitor;
        await using var __ = device;
        await visitor.Page.SetViewportSizeAsync(PhoneWidth, 844);

        foreach (var view in (string[])["", $"stores/{Store}", $"messages/{id}", "search/1001", $"search/{new string('w', 64)}"])
        {
            await ShowAsync(visitor, view);
            (await WidthAsync(visitor)).ShouldBe(PhoneWidth, view);
        }

        await visitor.Button("Sign out").ClickAsync();
        await Expect(visitor.Button("Sign in")).ToBeVisibleAsync();
        (await WidthAsync(visitor)).ShouldBe(PhoneWidth, "the door");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_view_passes_the_automatic_checks_of_accessibility(ColorScheme scheme)
    {
        var (visitor, id, device) = await BusyStoreAsync();
        await using var _ = visitor;
        await using var __ = device;
        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });

        foreach (var view in (string[])["", $"stores/{Store}", $"messages/{id}", "search/1001"])
        {
            await ShowAsync(visitor, view);
            await CheckAsync(visitor, view);
        }

        await visitor.GoToAsync($"stores/{Store}");
        await visitor.Button("Revoke till-1").ClickAsync();
        await CheckAsync(visitor, "the question");
        await visitor.Button("Cancel").ClickAsync();
        await visitor.Button("Sign out").ClickAsync();
        await CheckAsync(visitor, "the door");
    }

    [Fact]
    public async Task All_of_it_can_be_done_with_the_keyboard()
    {
        await (await ServerAsync()).Platform.PlaceAsync(Store, $"of-{Store}");
        await using var device = await DeviceAsync("till-1");
        await using var visitor = await ArriveAsync();
        var keyboard = visitor.Page.Keyboard;

        await Expect(visitor.Page.GetByLabel("Token", new() { Exact = true })).ToBeFocusedAsync();
        await keyboard.InsertTextAsync(Token());
        await keyboard.PressAsync("Enter");
        await Expect(visitor.Heading).ToBeFocusedAsync();

        await visitor.TabToAsync(visitor.Page.GetByRole(AriaRole.Searchbox));
        await keyboard.TypeAsync($"of-{Store}");
        await keyboard.PressAsync("Enter");
        await Expect(visitor.Link("Order, Meituan")).ToBeVisibleAsync();
        await visitor.TabToAsync(visitor.Link("Order, Meituan"));
        await keyboard.PressAsync("Enter");
        await Expect(visitor.Heading).ToHaveTextAsync($"Order of-{Store}");
        await visitor.TabToAsync(visitor.Link(Store).First);
        await keyboard.PressAsync("Enter");
        await Expect(visitor.Button("Revoke till-1")).ToBeVisibleAsync();

        await visitor.TabToAsync(visitor.Button("Revoke till-1"));
        await keyboard.PressAsync("Enter");
        await Expect(visitor.Button("Cancel")).ToBeFocusedAsync();
        await keyboard.PressAsync("Escape");
        await Expect(visitor.Button("Revoke till-1")).ToBeFocusedAsync();
        await keyboard.PressAsync("Enter");
        await keyboard.PressAsync("Tab");
        await keyboard.PressAsync("Enter");
        await Expect(visitor.Section("Devices online")).ToContainTextAsync("till-1 was revoked.");
    }

    [Fact]
    public async Task Whoever_revokes_a_device_with_the_keyboard_stays_at_the_devices()
    {
        await using var device = await DeviceAsync("till-1");
        await using var visitor = await VisitAsync($"stores/{Store}");
        await Expect(visitor.Button("Revoke till-1")).ToBeVisibleAsync();
        await visitor.TabToAsync(visitor.Button("Revoke till-1"));
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.Keyboard.PressAsync("Tab");

        await visitor.Page.Keyboard.PressAsync("Enter");

        await Expect(visitor.Button("Revoke till-1")).ToHaveCountAsync(0);
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Devices online" })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Whoever_is_asked_of_a_device_that_goes_meanwhile_stays_at_the_devices()
    {
        await using var visitor = await VisitAsync($"stores/{Store}");
        await using (await DeviceAsync("till-1"))
        {
            await visitor.Button("Revoke till-1").ClickAsync();
            await Expect(visitor.Button("Cancel")).ToBeFocusedAsync();
        }

        await Expect(visitor.Page.GetByText("No device of this store is online.")).ToBeVisibleAsync();
        await visitor.Page.Keyboard.PressAsync("Escape");

        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Devices online" })).ToBeFocusedAsync();
    }

    private async Task<(Visitor Visitor, Guid MessageId, ShopDevice Device)> BusyStoreAsync()
    {
        var platform = (await ServerAsync()).Platform;
        var device = await DeviceAsync("till-1");
        var id = await platform.PlaceAsync(Store, "1001");
        await device.TakeAsync(await device.NextAsync());
        await platform.PlaceAsync(Store, new string('9', 64));
        await platform.UntilAsync(id, "delivered");
        return (await VisitAsync(), id, device);
    }

    private static async Task ShowAsync(Visitor visitor, string view)
    {
        await visitor.GoToAsync(view);
        await Expect(visitor.Page.Locator("main .card:visible").First).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("Asking…")).ToHaveCountAsync(0);
        await Expect(visitor.Page.GetByText("Searching…")).ToHaveCountAsync(0);
    }

    private static Task<int> WidthAsync(Visitor visitor) => visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");

    private static async Task CheckAsync(Visitor visitor, string view)
    {
        var result = await visitor.Page.RunAxe(new AxeRunOptions
        {
            RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
        });

        result.Passes.ShouldNotBeEmpty();
        result.Violations
            .SelectMany(violation => violation.Nodes.Select(node => $"{view}: {violation.Help}: {node.Html}"))
            .ShouldBeEmpty();
    }
}
