using StorePush.Console.Tests.Running;
using StorePush.Terminals.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace StorePush.Console.Tests;

public sealed class MessageTests(SharedServer server, Chromium chromium) : ConsoleSpecification(server, chromium)
{
    [Fact]
    public async Task The_timeline_tells_how_a_message_was_accepted_pushed_and_delivered()
    {
        var platform = (await ServerAsync()).Platform;
        await using var device = await DeviceAsync("till-1");
        var id = await platform.PlaceAsync(Store, "1001");
        await using var visitor = await VisitAsync($"messages/{id}");
        var events = visitor.Section("Timeline").Locator("li");

        await Expect(visitor.Heading).ToHaveTextAsync("Order 1001");
        // Between these it may have been pushed more than once.
        await Expect(events.First).ToContainTextAsync("Accepted");
        await Expect(events.Nth(1)).ToContainTextAsync("Pushed");
        await Expect(events.Last).ToContainTextAsync("Waiting for an acknowledgement");

        await device.TakeAsync(await device.NextAsync());

        await Expect(events.Last).ToContainTextAsync("till-1 acknowledged first");
        await Expect(events.Nth(1)).ToContainTextAsync("by ");
        await Expect(visitor.Section("Facts")).ToContainTextAsync(id.ToString());
    }

    [Fact]
    public async Task A_message_that_rang_nowhere_has_expired_without_a_push()
    {
        var platform = (await ServerAsync()).Platform;
        var id = await platform.PlaceAsync(Store, "1001", ttlSeconds: 1);
        await platform.UntilAsync(id, "expired");
        await using var visitor = await VisitAsync($"messages/{id}");

        await Expect(visitor.Section("Timeline").Locator("li")).ToContainTextAsync(["Accepted", "nobody acknowledged in time"]);
    }

    [Fact]
    public async Task A_message_of_nobody_is_said_to_be_none()
    {
        await using var visitor = await VisitAsync($"messages/{Guid.Empty}");

        await Expect(visitor.Page.GetByText("No such message")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_message_that_goes_while_somebody_looks_is_said_to_be_none()
    {
        var id = await (await ServerAsync()).Platform.PlaceAsync(Store, "1001");
        await using var visitor = await VisitAsync($"messages/{id}");
        await Expect(visitor.Heading).ToHaveTextAsync("Order 1001");

        await visitor.Page.RouteAsync("**/v1/messages/**", route => route.FulfillAsync(new() { Status = 404 }));

        await Expect(visitor.Page.GetByText("No such message")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("Pending")).ToHaveCountAsync(0);
        await Expect(visitor.Heading).ToBeFocusedAsync();

        await visitor.Page.UnrouteAllAsync();

        await Expect(visitor.Heading).ToHaveTextAsync("Order 1001");
    }

    [Fact]
    public async Task That_there_is_no_such_message_ends_what_was_said_to_be_tried_again()
    {
        await using var visitor = await VisitAsync();
        await visitor.Page.RouteAsync("**/v1/messages/**", route => route.FulfillAsync(new() { Status = 503 }));
        await visitor.GoToAsync($"messages/{Guid.Empty}");
        await Expect(visitor.Page.Locator("#notice")).ToContainTextAsync("Trying again…");

        await visitor.Page.UnrouteAllAsync();

        await Expect(visitor.Page.GetByText("No such message")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("#notice")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task What_an_order_calls_itself_is_text_whatever_it_is()
    {
        const string Hostile = "\"><b>1001&amp;<svg";
        var platform = (await ServerAsync()).Platform;
        var id = await platform.PlaceAsync(Store, Hostile.Replace("\"", "\\\"", StringComparison.Ordinal));
        await using var visitor = await VisitAsync($"messages/{id}");

        await Expect(visitor.Heading).ToHaveTextAsync($"Order {Hostile}");
        await Expect(visitor.Page.Locator("main b, main svg")).ToHaveCountAsync(0);

        await visitor.GoToAsync($"stores/{Store}");
        await Expect(visitor.Page.GetByText(Hostile, new() { Exact = true })).ToBeVisibleAsync();

        await visitor.GoToAsync($"search/{Uri.EscapeDataString(Hostile)}");
        await Expect(visitor.Page.GetByText("1 message", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("main b, main svg")).ToHaveCountAsync(0);
    }
}
