using System.Text.Json;
using StorePush.Integration.Tests.Deployments;

namespace StorePush.Integration.Tests.Standalone;

/// <summary>What a process writes.</summary>
public sealed class LogTests : IDisposable
{
    /// <summary>As the README says it.</summary>
    private static readonly (string, string)[] ForMachines =
    [
        ("Logging__Console__FormatterName", "json"),
        ("Logging__Console__FormatterOptions__UseUtcTimestamp", "true"),
        ("Logging__Console__FormatterOptions__TimestampFormat", "O"),
        ("Logging__Console__FormatterOptions__IncludeScopes", "true"),
        ("Logging__LogLevel__StorePush", "Debug"),
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("storepush-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task At_Debug_every_event_of_a_message_is_one_line_that_a_machine_can_read_with_its_id()
    {
        await using var standalone = await StartAsync(ForMachines);
        using var platform = Platform(standalone);

        // Before the terminal is there: an order that is placed while it connects may come both ways.
        var id = await platform.PlaceAsync("S1", "1001");
        await using var terminal = await ConnectAsync(standalone);
        await terminal.ExpectMessageAsync(id);
        await terminal.AcknowledgeAsync(id);
        await platform.UntilAsync(id, "delivered");

        string[] expected = ["MessageIntake", "DeliveryEvents", "PushToStoreConsumer", "AckForwarder", "DeliveryEvents"];
        await Bounded.UntilAsync(() => Task.FromResult(LinesOf(standalone, id).Length >= expected.Length));
        var lines = LinesOf(standalone, id);
        lines.Select(line => line.GetProperty("Category").GetString()!.Split('.')[^1]).ShouldBe(expected, ignoreOrder: true);
        lines.ShouldAllBe(line => line.GetProperty("Timestamp").GetDateTimeOffset().Offset == TimeSpan.Zero);
        lines.Single(line => line.GetProperty("Category").GetString()!.EndsWith("MessageIntake", StringComparison.Ordinal))
            .GetProperty("Scopes").GetRawText().ShouldContain("TraceId");
    }

    [Fact]
    public async Task A_healthy_process_under_load_writes_nothing()
    {
        await using var standalone = await StartAsync();
        using var platform = Platform(standalone);
        await using var terminal = await ConnectAsync(standalone);
        await Bounded.UntilAsync(() => Task.FromResult(standalone.Output.Contains("Content root", StringComparison.Ordinal)));
        var before = standalone.Output;

        foreach (var order in Enumerable.Range(0, 200))
        {
            var id = await platform.PlaceAsync("S1", $"{order}");
            await terminal.ExpectMessageAsync(id);
            await terminal.AcknowledgeAsync(id);
        }

        standalone.Output.ShouldBe(before);
    }

    private Task<ServiceProcess> StartAsync(params (string, string)[] environment) =>
        ServiceProcess.StartAsync("Standalone", _directory, [("Auth__SigningKey", TestToken.SigningKey), .. environment]);

    private static Platform Platform(ServiceProcess standalone) => new(
        standalone.Url, new TestToken { Now = TimeProvider.System.GetUtcNow(), Scope = "orders:write messages:read" }.Sign());

    private static Task<Terminal> ConnectAsync(ServiceProcess standalone) =>
        Terminal.ConnectAsync(standalone.Url, "S1", "till-1", StandaloneProcess.DeviceToken("S1", "till-1"));

    /// <summary>The lines that name a message.</summary>
    private static JsonElement[] LinesOf(ServiceProcess standalone, Guid messageId) =>
    [
        .. from line in standalone.Output.Split('\n')
           where line.StartsWith('{')
           let json = JsonElement.Parse(line)
           where json.GetProperty("State").TryGetProperty("MessageId", out var id) && id.GetString() == messageId.ToString()
           select json,
    ];
}
