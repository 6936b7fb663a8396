namespace StorePush.Cli.Tests.Usage;

public sealed class ProblemTests(StandaloneFixture storePush)
{
    [Fact]
    public async Task A_wrong_token_is_a_readable_problem()
    {
        var result = await storePush.RunAsync("place", "--store", "S1", "--token", "nonsense");

        result.ShouldBe(1).Error.ShouldContain("401 Unauthorized: ");
        result.Error.ShouldContain("Is --token right");
    }

    [Fact]
    public async Task A_wrong_key_is_a_readable_problem()
    {
        var result = await storePush.RunAsync("status", "--store", "S1", "--signing-key", new string('k', 32));

        result.ShouldBe(1).Error.ShouldContain("Is --signing-key the Auth__SigningKey of the services?");
    }

    [Fact]
    public async Task A_load_with_a_wrong_key_does_not_begin()
    {
        var result = await storePush.RunAsync("load", "--signing-key", new string('k', 32));

        result.ShouldBe(1).Error.ShouldContain("401 Unauthorized: ");
    }

    [Fact]
    public async Task A_load_with_a_token_that_is_too_little_says_what_is_missing()
    {
        var token = (await storePush.RunAsync("token", "--scope", "orders:write")).Out.Trim();

        (await storePush.RunAsync("load", "--token", token)).ShouldBe(1).Error.ShouldContain("devices:write");
    }

    [Fact]
    public async Task Errors_of_fields_are_shown()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40);

        var result = await storePush.RunAsync("cancel", "--store", "S1", "--order-id", "1", "--reason", new string('x', 1_001));
        result.ShouldBe(1).Error.ShouldContain("  reason: ");
        (await storePush.RunAsync("place", "--store", "S1", "--order", deep)).ShouldBe(1).Error.ShouldContain("400 ");
    }

    [Fact]
    public async Task What_is_not_there_is_a_readable_problem() =>
        (await storePush.RunAsync("status", "00000000-0000-0000-0000-000000000001"))
            .ShouldBe(1).Error.ShouldContain("404 Not Found: There is no such message.");
}
