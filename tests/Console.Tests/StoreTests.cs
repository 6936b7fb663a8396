using Microsoft.Playwright;
using StorePush.Console.Tests.Running;
using StorePush.Hosting.Authentication;
using StorePush.Pos;
using StorePush.Terminals.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace StorePush.Console.Tests;

public sealed class StoreTests(SharedServer server, Chromium chromium) : ConsoleSpecification(server, chromium)
{
    [Fact]
    public async Task The_page_of_a_store_shows_its_devices_and_its_messages_as_they_come_and_go()
    {
        var platform = (await ServerAsync()).Platform;
        await using var visitor = await VisitAsync($"stores/{Store}");
        await Expect(visitor.Section("Devices online")).ToContainTextAsync("No device of this store is online.");

        await using var device = await DeviceAsync("till-1");
        await platform.PlaceAsync(Store, "1001");
        await platform.CancelAsync(Store, "1001", "{}");

        await Expect(visitor.Section("Devices online")).ToContainTextAsync("till-1");
        await Expect(visitor.Link("1001 Order, Meituan")).ToContainTextAsync("Pending");
        await Expect(visitor.Link("1001 Cancellation, Meituan")).ToContainTextAsync("Pending");

        await device.TakeAsync(await device.NextAsync());

        await Expect(visitor.Link("1001 Order, Meituan")).ToContainTextAsync("by till-1");
        await Expect(visitor.Figure("Delivered")).ToHaveTextAsync("1");

        await visitor.Button("Delivered").ClickAsync();
        await Expect(visitor.Link("1001 Cancellation, Meituan")).ToHaveCountAsync(0);
        await Expect(visitor.Link("1001 Order, Meituan")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_revoked_device_is_closed_for_good_once_the_person_has_said_so_twice()
    {
        await using var device = await DeviceAsync("till-1");
        await using var visitor = await VisitAsync($"stores/{Store}");

        await visitor.Button("Revoke till-1").ClickAsync();
        await visitor.Button("Cancel").ClickAsync();
        device.Run.IsCompleted.ShouldBeFalse();
        await visitor.Button("Revoke till-1").ClickAsync();
        await visitor.Button("Revoke").And(visitor.Page.Locator("dialog button")).ClickAsync();

        (await device.Run.Soon().ShouldThrowAsync<PosClientStoppedException>()).Code.ShouldBe(4403);
        await Expect(visitor.Section("Devices online")).ToContainTextAsync("till-1 was revoked.");
        await Expect(visitor.Button("Revoke till-1")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_disconnected_device_comes_back_by_itself()
    {
        await using var device = await DeviceAsync("till-1");
        await using var visitor = await VisitAsync($"stores/{Store}");

        await visitor.Button("Disconnect till-1").ClickAsync();

        await Bounded.UntilAsync(() => Task.FromResult(device.Connections == 2));
        await Expect(visitor.Section("Devices online")).ToContainTextAsync("It may be back already.");
        await Expect(visitor.Button("Revoke till-1")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Older_messages_are_a_page_away_and_as_live_as_the_newest()
    {
        var platform = (await ServerAsync()).Platform;
        for (var order = 1; order <= 27; order++)
            await platform.PlaceAsync(Store, $"of-{order}");
        await using var visitor = await VisitAsync($"stores/{Store}");
        var rows = visitor.Section("Messages").Locator("li");
        await Expect(rows).ToHaveCountAsync(25);
        await Expect(visitor.Button("Newer")).ToBeDisabledAsync();

        await visitor.Button("Older").ClickAsync();

        await Expect(rows).ToContainTextAsync(["of-2", "of-1"]);
        await Expect(visitor.Button("Older")).ToBeDisabledAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Messages" })).ToBeFocusedAsync();
        await using var device = await DeviceAsync("till-1");
        var oldest = await device.NextAsync();
        oldest.OrderId.ShouldBe("of-1");
        await device.TakeAsync(oldest);
        await Expect(visitor.Link("of-1 Order")).ToContainTextAsync("by till-1");

        await visitor.Button("Newer").ClickAsync();

        await Expect(rows).ToHaveCountAsync(25);
        await Expect(rows.First).ToContainTextAsync("of-27");
    }

    [Fact]
    public async Task A_choice_of_messages_that_fails_shows_none_rather_than_those_of_before()
    {
        var platform = (await ServerAsync()).Platform;
        await platform.PlaceAsync(Store, "1001");
        await using var visitor = await VisitAsync($"stores/{Store}");
        await Expect(visitor.Link("1001 Order")).ToBeVisibleAsync();
        await visitor.Page.RouteAsync("**/messages?*status=expired*", route => route.FulfillAsync(new()
        {
            Status = 503,
            Json = new { detail = "The database does not answer." },
        }));

        await visitor.Button("Expired").ClickAsync();

        await Expect(visitor.Page.Locator("#notice")).ToHaveTextAsync("The database does not answer. Trying again…");
        await Expect(visitor.Link("1001 Order")).ToHaveCountAsync(0);

        await visitor.Page.UnrouteAllAsync();

        await Expect(visitor.Page.GetByText("No message of this store is expired.")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("#notice")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_device_that_changes_connections_is_shown_once_with_the_new_one_and_goes_when_it_goes()
    {
        await using var visitor = await VisitAsync();
        var rows = visitor.Section("Devices online").Locator("li");
        string[] edges = ["the old edge", "the new edge"];
        await visitor.Page.RouteAsync("**/devices", route => route.FulfillAsync(new()
        {
            Json = new { items = edges.Select(edge => new { deviceId = "till-1", connectedAt = DateTimeOffset.UnixEpoch, edge }) },
        }));

        await visitor.GoToAsync($"stores/{Store}");

        await Expect(rows).ToContainTextAsync(["the new edge"]);
        await Expect(visitor.Button("Revoke till-1")).ToHaveCountAsync(1);

        edges = [];

        await Expect(rows).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_token_whose_scopes_are_a_list_may_do_what_they_say()
    {
        await using var device = await DeviceAsync("till-1");
        await using var visitor = await ArriveAsync();

        await visitor.SignInAsync(new TestToken
        {
            Now = TimeProvider.System.GetUtcNow(),
            ScopeList = [Scopes.MessagesRead, Scopes.DevicesWrite],
        }.Sign());
        await Expect(visitor.Button("Sign out")).ToBeVisibleAsync();
        await visitor.GoToAsync($"stores/{Store}");

        await Expect(visitor.Button("Revoke till-1")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_may_only_read_is_offered_no_action()
    {
        await using var device = await DeviceAsync("till-1");
        await using var visitor = await VisitAsync($"stores/{Store}", Scopes.MessagesRead);

        await Expect(visitor.Section("Devices online")).ToContainTextAsync("till-1");

        await Expect(visitor.Section("Devices online").Locator("button")).ToHaveCountAsync(0);
    }
}
