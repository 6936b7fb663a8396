using System.Net;
using Microsoft.Playwright;
using StorePush.Console.Tests.Running;
using StorePush.Terminals.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace StorePush.Console.Tests;

public sealed class DemoTests(SharedServer shared, DemoServer demo, Chromium chromium) : ConsoleSpecification(shared, chromium)
{
    private readonly Chromium _chromium = chromium;

    public static TheoryData<string, string, string> Strangers => new()
    {
        { "another site", "Origin", "https://evil.example" },
        { "another port of this machine", "Origin", "http://127.0.0.1:3000" },
        { "a file", "Origin", "null" },
        { "no page at all", "Origin", "" },
        { "a name that was made to lead here", "Host", "evil.example" },
        { "a proxy", "X-Forwarded-For", "203.0.113.7" },
    };

    [Fact]
    public async Task An_order_rings_at_both_terminals_until_one_takes_it()
    {
        const string Hostile = "<img src=x onerror=\"document.title='owned'\"> 麻婆豆腐";
        await using var visitor = await Visitor.OpenAsync(await _chromium.NewPageAsync(), new Uri(await demo.GetAsync(), "/demo"));
        var (first, second) = (visitor.Section("Terminal till-1"), visitor.Section("Terminal till-2"));
        await Expect(first).ToContainTextAsync("Online");
        await Expect(second).ToContainTextAsync("Online");
        await visitor.Button("Turn the sound on").ClickAsync();
        await Expect(visitor.Button("Turn the sound off")).ToBeVisibleAsync();

        await visitor.Page.GetByLabel("What is ordered").FillAsync(Hostile);
        await visitor.Button("Place order").ClickAsync();

        await Expect(first).ToHaveClassAsync("card till ringing");
        await Expect(second).ToHaveClassAsync("card till ringing");
        await Expect(second).ToContainTextAsync(Hostile);
        await Expect(visitor.Page.Locator("main img")).ToHaveCountAsync(0);

        await first.GetByRole(AriaRole.Button, new() { Name = "Take" }).ClickAsync();

        await Expect(first).ToContainTextAsync("Taken here");
        await Expect(second).ToContainTextAsync("Taken by till-1");
        await Expect(first).ToHaveClassAsync("card till");
        await Expect(second).ToHaveClassAsync("card till");
        await Expect(visitor.Page.GetByText("Taken by till-1, ")).ToBeVisibleAsync();
        (await visitor.Page.TitleAsync()).ShouldBe("StorePush demo");
    }

    [Fact]
    public async Task The_next_order_is_not_said_to_be_taken_because_the_one_before_was()
    {
        await using var visitor = await StartAsync();
        var (first, second) = (visitor.Section("Terminal till-1"), visitor.Section("Terminal till-2"));
        await Expect(first).ToContainTextAsync("Online");
        await visitor.Button("Place order").ClickAsync();
        await first.GetByRole(AriaRole.Button, new() { Name = "Take" }).ClickAsync();
        await Expect(visitor.Page.GetByText("Taken by till-1, ")).ToBeVisibleAsync();

        await visitor.Button("Place order").ClickAsync();

        await Expect(first).ToHaveClassAsync("card till ringing");
        await Expect(visitor.Page.GetByText("Accepted after ")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("Taken by till-1, ")).ToHaveCountAsync(0);

        await Expect(second).ToHaveClassAsync("card till ringing");
        await second.GetByRole(AriaRole.Button, new() { Name = "Take" }).ClickAsync();
        await Expect(visitor.Page.GetByText("Taken by till-2, ")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_order_rings_until_it_is_taken_however_many_come_after_it()
    {
        await using var visitor = await StartAsync();
        var orders = visitor.Section("Terminal till-1").Locator("li");
        for (var order = 1; order <= 6; order++)
        {
            await PlaceAsync(visitor, $"dish {order}");
            await Expect(orders.First).ToContainTextAsync($"dish {order}");
        }

        await Expect(orders).ToHaveCountAsync(6);
        await orders.Last.GetByRole(AriaRole.Button, new() { Name = "Take dish 1" }).ClickAsync();
        await Expect(orders.Last).ToContainTextAsync("Taken here");
        await PlaceAsync(visitor, "dish 7");

        await Expect(orders).ToContainTextAsync([.. Enumerable.Range(2, 6).Reverse().Select(order => $"dish {order}")]);
        await Expect(orders.GetByRole(AriaRole.Button)).ToHaveCountAsync(6);
    }

    [Fact]
    public async Task Whoever_has_come_in_with_a_token_begins_at_the_top()
    {
        await using var visitor = await StartAsync();

        await Expect(visitor.Heading).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_key_that_places_an_order_places_the_next_one_once_that_is_placed()
    {
        await using var visitor = await StartAsync();
        var place = visitor.Button("Place order");
        var first = new TaskCompletionSource<IRoute>();
        await visitor.Page.RouteAsync("**/orders", route => first.TrySetResult(route) ? Task.CompletedTask : route.ContinueAsync());
        await visitor.TabToAsync(place);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(place).ToBeDisabledAsync();
        await (await first.Task.Soon()).ContinueAsync();

        await Expect(place).ToBeEnabledAsync();
        await Expect(place).ToBeFocusedAsync();
        visitor.Addresses.Count(address => address.EndsWith("/orders", StringComparison.Ordinal)).ShouldBe(1);
        await visitor.Page.Keyboard.PressAsync("Enter");

        await Expect(visitor.Section("Terminal till-1").Locator("li")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Whoever_takes_an_order_with_the_keyboard_stays_at_that_terminal()
    {
        await using var visitor = await StartAsync();
        var second = visitor.Section("Terminal till-2");
        var take = second.GetByRole(AriaRole.Button, new() { Name = "Take" });
        await PlaceAsync(visitor, "dish");
        await Expect(take).ToBeVisibleAsync();
        await visitor.TabToAsync(take);

        await visitor.Page.Keyboard.PressAsync("Enter");

        await Expect(second).ToContainTextAsync("Taken here");
        await Expect(second.GetByRole(AriaRole.Heading)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_terminal_that_was_off_gets_what_it_missed()
    {
        await using var visitor = await StartAsync();
        var second = visitor.Section("Terminal till-2");
        await Expect(second).ToContainTextAsync("Online");
        await visitor.Button("Switch till-2 off").ClickAsync();
        await Expect(second).ToContainTextAsync("Switched off");

        await visitor.Button("Place order").ClickAsync();
        await Expect(visitor.Section("Terminal till-1")).ToHaveClassAsync("card till ringing");
        await Expect(second).ToHaveClassAsync("card till");
        await visitor.Button("Switch till-2 on").ClickAsync();

        await Expect(second).ToHaveClassAsync("card till ringing");
    }

    [Fact]
    public async Task The_demo_leads_to_its_store_in_the_console()
    {
        await using var visitor = await Visitor.OpenAsync(await _chromium.NewPageAsync(), new Uri(await demo.GetAsync(), "/demo"));

        await visitor.Link("See the store in the console").ClickAsync();

        await Expect(visitor.Heading).ToHaveTextAsync("Store demo");
        await Expect(visitor.Section("Devices online").Locator("button")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_phone_shows_the_demo_at_its_width()
    {
        await using var visitor = await Visitor.OpenAsync(await _chromium.NewPageAsync(), new Uri(await demo.GetAsync(), "/demo"));
        await visitor.Page.SetViewportSizeAsync(390, 844);

        await Expect(visitor.Section("Terminal till-2")).ToBeVisibleAsync();

        (await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBe(390);
        (await visitor.Page.Locator(".brand").BoundingBoxAsync())!.Height.ShouldBeLessThan(40, "the name is on one line");
    }

    [Fact]
    public async Task The_page_itself_is_given_tokens_of_its_own_store_alone()
    {
        var url = await demo.GetAsync();

        using var answer = await AskAsync(url, origin: url.GetLeftPart(UriPartial.Authority));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var session = System.Text.Json.JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var platform = new Platform(url, session.GetProperty("token").GetString()!);
        var id = await platform.PlaceAsync("demo", "1001", ttlSeconds: 1);
        using var elsewhere = await platform.PostAsync("/v1/stores/S1/orders", """{"platform":"meituan","orderId":"1","order":{}}""");
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var more = await platform.PostAsync("/v1/stores/demo/devices/till-9/token", "{}");
        more.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await platform.UntilAsync(id, "expired");
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task Nobody_else_is_given_tokens(string who, string header, string value)
    {
        var url = await demo.GetAsync();
        var own = url.GetLeftPart(UriPartial.Authority);

        using var answer = await AskAsync(url, header == "Origin" ? value : header == "Host" ? $"http://{value}" : own, header, value);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, who);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("token\"");
    }

    [Fact]
    public async Task A_server_whose_key_is_known_elsewhere_gives_nobody_tokens()
    {
        var url = (await ServerAsync()).Url;

        using var answer = await AskAsync(url, origin: url.GetLeftPart(UriPartial.Authority));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    /// <summary>The demo of this test's own store.</summary>
    private async Task<Visitor> StartAsync()
    {
        var visitor = await Visitor.OpenAsync(await _chromium.NewPageAsync(), new Uri((await ServerAsync()).Url, "/demo"));
        await visitor.Page.GetByLabel("Token").FillAsync(Token(storeId: Store));
        await visitor.Button("Start").ClickAsync();
        return visitor;
    }

    private static async Task PlaceAsync(Visitor visitor, string dish)
    {
        await visitor.Page.GetByLabel("What is ordered").FillAsync(dish);
        await visitor.Button("Place order").ClickAsync();
    }

    private static async Task<HttpResponseMessage> AskAsync(Uri url, string origin, string? header = null, string value = "")
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(url, "/demo/session"));
        if (origin.Length > 0)
            request.Headers.Add("Origin", origin);
        if (header is "Host" or "X-Forwarded-For")
            request.Headers.Add(header, value);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
