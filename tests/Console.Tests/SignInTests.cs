using StorePush.Console.Tests.Running;
using StorePush.Hosting.Authentication;
using StorePush.Terminals.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace StorePush.Console.Tests;

public sealed class SignInTests(SharedServer server, Chromium chromium) : ConsoleSpecification(server, chromium)
{
    [Fact]
    public async Task A_token_opens_the_console_and_stands_in_no_address()
    {
        await using var visitor = await ArriveAsync();
        var token = Token();

        await visitor.SignInAsync(token);

        await Expect(visitor.Heading).ToHaveTextAsync("Overview");
        await Expect(visitor.Page.GetByText("Ada · all stores")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("Live ·")).ToBeVisibleAsync();
        visitor.Addresses.ShouldContain(address => address.EndsWith("/v1/figures", StringComparison.Ordinal));
        visitor.Addresses.Append(visitor.Page.Url).ShouldAllBe(address => !address.Contains(token.Split('.')[2], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nonsense", "StorePush does not accept this token.")]
    [InlineData("麻婆豆腐", "This is not a token")]
    [InlineData("", "Paste a token.")]
    public async Task A_wrong_token_is_refused_with_a_reason(string token, string reason)
    {
        await using var visitor = await ArriveAsync();

        await visitor.SignInAsync(token);

        await Expect(visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToContainTextAsync(reason);
        (await visitor.Page.EvaluateAsync<int>("() => sessionStorage.length")).ShouldBe(0);
    }

    [Fact]
    public async Task A_token_that_may_not_read_is_refused_with_a_reason()
    {
        await using var visitor = await ArriveAsync();

        await visitor.SignInAsync(Token(Scopes.OrdersWrite));

        await Expect(visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToContainTextAsync("messages:read");
    }

    [Fact]
    public async Task A_token_that_is_no_longer_valid_leads_back_to_the_door()
    {
        await using var visitor = await VisitAsync();
        await Expect(visitor.Page.GetByText("Live ·")).ToBeVisibleAsync();

        await visitor.Page.EvaluateAsync("() => sessionStorage.setItem('storepush.token', 'stale')");

        await Expect(visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToContainTextAsync("not valid any more");
        await Expect(visitor.Button("Sign out")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Who_signs_out_leaves_nothing_behind()
    {
        await using var visitor = await VisitAsync();

        await visitor.Button("Sign out").ClickAsync();

        await Expect(visitor.Heading).ToHaveTextAsync("Sign in to the console");
        (await visitor.Page.EvaluateAsync<int>("() => sessionStorage.length + localStorage.length")).ShouldBe(0);
    }

    [Fact]
    public async Task A_token_of_one_store_shows_that_store_and_no_other()
    {
        await using var visitor = await VisitAsync(storeId: Store);

        await Expect(visitor.Heading).ToHaveTextAsync($"Store {Store}");
        await Expect(visitor.Page.GetByText("Live ·")).ToBeVisibleAsync();

        await visitor.GoToAsync("stores/another");
        await Expect(visitor.Page.Locator("#notice")).ToContainTextAsync("limited to another store");
    }
}
