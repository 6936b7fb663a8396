using System.Text.RegularExpressions;
using StorePush.Console.Tests.Running;
using StorePush.Terminals.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace StorePush.Console.Tests;

/// <summary>How the console tells ages to somebody whose clock is wrong.</summary>
public sealed partial class ClockTests(SharedServer server, Chromium chromium) : ConsoleSpecification(server, chromium)
{
    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task Ages_are_told_by_the_clock_of_the_server(int minutesAhead)
    {
        var platform = (await ServerAsync()).Platform;
        await using var visitor = await VisitAsync();
        await visitor.Page.Clock.InstallAsync(new() { TimeDate = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(minutesAhead) });
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Section("Edges")).ToContainTextAsync("heard just now");
        var id = await platform.PlaceAsync(Store, "1001");

        await visitor.GoToAsync($"stores/{Store}");
        await Expect(visitor.Link("1001 Order")).ToContainTextAsync(Seconds());

        await visitor.GoToAsync($"messages/{id}");
        await Expect(visitor.Page.Locator(".head")).ToContainTextAsync(Seconds());
    }

    [GeneratedRegex(@"for [\d.]+ s")]
    private static partial Regex Seconds();
}
