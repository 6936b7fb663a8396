namespace StorePush.Cli.Tests.Load;

public sealed class DeadServerTests
{
    [Fact]
    public async Task A_load_ends_though_the_server_has_gone_and_does_not_come_back()
    {
        await using var server = await StandaloneProcess.StartAsync();
        await using var load = ToolProcess.Start(
            server.Url, "load", "--stores", "2", "--rate", "20", "--duration", "4s", "--warm-up", "0", "--patience", "2s");
        await Bounded.UntilAsync(async () =>
            (await server.Platform.GetAsync("/v1/stores/load-0/messages")).GetProperty("items").GetArrayLength() > 0);

        await server.KillAsync();

        (await load.EndAsync()).ShouldBeOneOf(1, 3);
        (await load.LineAsync("unanswered")).ShouldNotContain(" 0 unanswered");
    }
}
