using StorePush.Cli.Options;

namespace StorePush.Cli.Tests.Usage;

public sealed class UsageTests
{
    private static readonly (string, string)[] WithKey = [("STOREPUSH_SIGNING_KEY", TestToken.SigningKey)];

    [Theory]
    [InlineData("--store", "place")]
    [InlineData("--store", "place", "--store", "a b")]
    [InlineData("--platform", "place", "--store", "S1", "--platform", "ubereats")]
    [InlineData("--order-id", "place", "--store", "S1", "--order-id", "a/b")]
    [InlineData("--order-id", "cancel", "--store", "S1")]
    [InlineData("--order", "place", "--store", "S1", "--order", "[]")]
    [InlineData("--order-file", "place", "--store", "S1", "--order-file", "/nowhere/at/all")]
    [InlineData("--ttl", "place", "--store", "S1", "--ttl", "2d")]
    [InlineData("--ttl", "place", "--store", "S1", "--ttl", "soon")]
    [InlineData("--count", "place", "--store", "S1", "--count", "0")]
    [InlineData("--url", "status", "--store", "S1", "--url", "ftp://example")]
    [InlineData("--token", "status", "--store", "S1", "--token", "t", "--signing-key", "k")]
    [InlineData("--signing-key", "status", "--store", "S1", "--signing-key", "short")]
    [InlineData("messageId", "status", "1001")]
    [InlineData("--scope", "token", "--scope", "everything")]
    [InlineData("--expires", "token", "--store", "S1", "--device", "d", "--expires", "-1h")]
    [InlineData("--store", "token")]
    [InlineData("--device", "pos", "--store", "S1")]
    [InlineData("--rate", "load", "--rate", "0")]
    [InlineData("--in-flight", "load", "--rate", "5", "--in-flight", "5")]
    [InlineData("--until", "load", "--until", "told")]
    [InlineData("--until", "load", "--until", "told", "--in-flight", "5", "--scenario", "replay")]
    [InlineData("--until", "load", "--until", "done", "--in-flight", "5")]
    [InlineData("--duration", "load", "--orders", "5", "--duration", "5s")]
    [InlineData("--warm-up", "load", "--warm-up", "a while")]
    [InlineData("--source-addresses", "load", "--source-addresses", "127.0.0.5-127.0.0.1")]
    [InlineData("200,000", "load", "--stores", "100000", "--devices", "1000")]
    [InlineData("--stores, --devices", "load", "--stores", "201", "--devices", "1000")]
    [InlineData("--scenario", "load", "--scenario", "fire")]
    [InlineData("--backlog", "load", "--backlog", "5")]
    [InlineData("--orders", "load", "--scenario", "replay", "--orders", "5")]
    [InlineData("--acks", "load", "--acks", "none")]
    [InlineData("--frobnicate", "load", "--frobnicate")]
    public async Task What_is_wrong_is_named(string option, params string[] args)
    {
        var result = await Tool.RunAsync(args, WithKey);

        result.ShouldBe(2).Error.ShouldContain(option);
        result.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_token_or_a_key_nothing_is_asked()
    {
        var result = await Tool.RunAsync(["status", "--store", "S1"]);

        result.ShouldBe(2).Error.ShouldContain("--token or --signing-key is required");
    }

    [Fact]
    public async Task The_help_lists_the_commands_and_the_exit_codes()
    {
        var help = (await Tool.RunAsync(["--help"])).ShouldBe(0).Out;

        foreach (var part in new[] { "storepush [command]", "pos", "place", "cancel", "status", "token", "load", "2 wrong usage" })
            help.ShouldContain(part);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_to_be()
    {
        var result = await Tool.RunAsync(["place", "--store", "S1", "--url", "http://127.0.0.1:1"], WithKey);

        result.ShouldBe(1).Error.ShouldContain("Can't reach http://127.0.0.1:1/");
    }

    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("90s", 90_000)]
    [InlineData("1.5m", 90_000)]
    [InlineData("24h", 86_400_000)]
    [InlineData("1d", 86_400_000)]
    public void Durations_are_read_as_a_person_writes_them(string text, double milliseconds) =>
        Durations.Parse(text).TotalMilliseconds.ShouldBe(milliseconds);
}
