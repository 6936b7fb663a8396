using Microsoft.Playwright;
using StorePush.Console.Tests.Running;
using StorePush.Terminals.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace StorePush.Console.Tests;

public sealed class SearchTests(SharedServer server, Chromium chromium) : ConsoleSpecification(server, chromium)
{
    [Fact]
    public async Task An_order_is_found_in_whatever_store_it_is()
    {
        var platform = (await ServerAsync()).Platform;
        await platform.PlaceAsync(Store, $"of-{Store}");
        await platform.CancelAsync(Store, $"of-{Store}", "{}");
        await using var visitor = await VisitAsync();

        await SearchAsync(visitor, $"of-{Store}");

        await Expect(visitor.Section("Messages").Locator("li")).ToHaveCountAsync(2);
        await visitor.Link("Order, Meituan").ClickAsync();
        await Expect(visitor.Heading).ToHaveTextAsync($"Order of-{Store}");
    }

    [Fact]
    public async Task A_message_is_found_by_its_id()
    {
        var id = await (await ServerAsync()).Platform.PlaceAsync(Store, "1001");
        await using var visitor = await VisitAsync();

        await SearchAsync(visitor, id.ToString().ToUpperInvariant());

        await Expect(visitor.Section("Messages").Locator("li")).ToContainTextAsync([Store]);
    }

    [Fact]
    public async Task A_store_is_found_by_its_id()
    {
        await using var device = await DeviceAsync("till-1");
        await using var visitor = await VisitAsync();

        await SearchAsync(visitor, Store);

        await Expect(visitor.Section("Store")).ToContainTextAsync("1 device online");
        await visitor.Link(Store).ClickAsync();
        await Expect(visitor.Heading).ToHaveTextAsync($"Store {Store}");
    }

    [Theory]
    [InlineData("nothing-of-the-kind")]
    [InlineData("<img src=x onerror=\"document.title='owned'\">")]
    public async Task What_is_not_there_is_said_to_be_nothing(string query)
    {
        await using var visitor = await VisitAsync();

        await SearchAsync(visitor, query);

        await Expect(visitor.Page.GetByText("Nothing found")).ToBeVisibleAsync();
        await Expect(visitor.Heading).ToHaveTextAsync($"“{query}”");
        (await visitor.Page.TitleAsync()).ShouldStartWith("Search for");
    }

    [Fact]
    public async Task A_token_of_one_store_finds_nothing_of_others()
    {
        await (await ServerAsync()).Platform.PlaceAsync(Store, $"of-{Store}");
        await using var visitor = await VisitAsync(storeId: "another");

        await SearchAsync(visitor, $"of-{Store}");
        await Expect(visitor.Page.GetByText("Nothing found")).ToBeVisibleAsync();

        await SearchAsync(visitor, Store);
        await Expect(visitor.Heading).ToHaveTextAsync($"“{Store}”");
        await Expect(visitor.Page.GetByText("Nothing found")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_search_that_is_broken_off_is_done_again_when_the_person_says_so()
    {
        await (await ServerAsync()).Platform.PlaceAsync(Store, $"of-{Store}");
        await using var visitor = await VisitAsync();
        await visitor.Page.RouteAsync("**/v1/messages?*", route => route.FulfillAsync(new()
        {
            Status = 503,
            Json = new { detail = "The database does not answer." },
        }));

        await SearchAsync(visitor, $"of-{Store}");

        await Expect(visitor.Section("The search was broken off")).ToContainTextAsync("The database does not answer.");
        await Expect(visitor.Page.GetByText("Trying again…")).ToHaveCountAsync(0);
        await visitor.Page.UnrouteAllAsync();
        await visitor.TabToAsync(visitor.Button("Search again"));
        await visitor.Page.Keyboard.PressAsync("Enter");

        await Expect(visitor.Section("Messages").Locator("li")).ToHaveCountAsync(1);
        await Expect(visitor.Section("The search was broken off")).ToHaveCountAsync(0);
        await Expect(visitor.Heading).ToBeFocusedAsync();
    }

    private static async Task SearchAsync(Visitor visitor, string query)
    {
        await visitor.Page.GetByRole(AriaRole.Searchbox).FillAsync(query);
        await visitor.Page.Keyboard.PressAsync("Enter");
    }
}
