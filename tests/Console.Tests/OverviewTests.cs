using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using StorePush.Console.Tests.Running;
using StorePush.Terminals.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace StorePush.Console.Tests;

public sealed class OverviewTests(OwnServer server, Chromium chromium) : ConsoleSpecification(server, chromium), IClassFixture<OwnServer>
{
    [Fact]
    public async Task The_figures_move_when_an_order_is_placed_and_when_it_is_taken()
    {
        SetDefaultExpectTimeout((float)Bounded.Limit.TotalMilliseconds);
        var platform = (await ServerAsync()).Platform;
        await using var visitor = await VisitAsync();
        await Expect(visitor.Figure("Accepted")).ToHaveTextAsync("0");
        await Expect(visitor.Section("Stores that have waited longest")).ToContainTextAsync("Nothing waits");

        await using var device = await DeviceAsync("till-1");
        await platform.PlaceAsync(Store, "1001");

        await Expect(visitor.Figure("Accepted")).ToHaveTextAsync("1");
        await Expect(visitor.Figure("Pending")).ToHaveTextAsync("1");
        await Expect(visitor.Figure("Devices online")).ToHaveTextAsync("1");
        await Expect(visitor.Figure("Time to ack")).ToHaveTextAsync("–");
        await Expect(visitor.Link(Store)).ToContainTextAsync("1 pending");
        await Expect(visitor.Link(Store)).ToContainTextAsync("1 device online");

        await device.TakeAsync(await device.NextAsync());

        await Expect(visitor.Figure("Delivered")).ToHaveTextAsync("1");
        await Expect(visitor.Figure("Pending")).ToHaveTextAsync("0");
        await Expect(visitor.Figure("Time to ack")).ToContainTextAsync("s");
        await Expect(visitor.Page.GetByRole(AriaRole.Img, new() { Name = "Messages: 1 accepted, 1 delivered" })).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("canvas")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task When_a_message_is_pushed_again_is_an_option_and_so_no_text_names_the_times()
    {
        SetDefaultExpectTimeout((float)Bounded.Limit.TotalMilliseconds);
        await using var visitor = await VisitAsync();

        await Expect(visitor.Section("Pending by age").Locator("p")).ToContainTextAsync(new Regex(@"^\D*pushed again\D*$"));
    }

    [Fact]
    public async Task The_times_beside_a_chart_have_the_room_that_they_need()
    {
        SetDefaultExpectTimeout((float)Bounded.Limit.TotalMilliseconds);
        await using var visitor = await ArriveAsync();
        await visitor.Page.RouteAsync("**/v1/figures", async route =>
        {
            var answer = await route.FetchAsync();
            var figures = JsonNode.Parse(await answer.TextAsync())!;
            var end = figures["at"]!.GetValue<DateTimeOffset>().ToUnixTimeSeconds();
            var slice = DateTimeOffset.FromUnixTimeSeconds(end - (end % figures["sliceSeconds"]!.GetValue<int>())).AddMinutes(-1);
            var took = new JsonObject { ["p50"] = 20_000, ["p95"] = 20_000, ["p99"] = 20_000 };
            figures["history"] = new JsonArray(new JsonObject
            {
                ["at"] = slice,
                ["accepted"] = 1,
                ["delivered"] = 1,
                ["expired"] = 0,
                ["latencyMs"] = took,
            });
            await route.FulfillAsync(new() { Response = answer, Body = figures.ToJsonString() });
        });

        await visitor.SignInAsync(Token());

        var room = visitor.Page.Locator("figure").Last.Locator(".u-axis").Last;
        await Expect(room).ToBeVisibleAsync();
        var needed = await visitor.Page.EvaluateAsync<double>(
            """
            () => {
              const paint = document.createElement('canvas').getContext('2d');
              paint.font = '12px system-ui';
              return paint.measureText('16 min 40 s').width;
            }
            """);
        ((double)(await room.BoundingBoxAsync())!.Width).ShouldBeGreaterThan(needed);
    }
}
