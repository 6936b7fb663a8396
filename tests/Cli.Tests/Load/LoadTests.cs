using System.Text.Json;

namespace StorePush.Cli.Tests.Load;

public sealed class LoadTests(StandaloneFixture storePush)
{
    private const string Latency =
        """
            count: Number
            p50: Number
            p90: Number
            p99: Number
            p999: Number
            max: Number
        """;

    private const string Shape =
        $"""
        version: Number
        scenario: String
        isInterrupted: Boolean
        settings
          stores: Number
          devicesPerStore: Number
          rate: Number
          inFlight: Null
          orderBytes: Number
          acks: String
        seconds: Number
        orders
          placed: Number
          accepted: Number
          acceptedPerSecond: Number
          refused: Number
          retried: Number
          unanswered: Number
          received: Number
          settled: Number
          lost: Number
          notSettled: Number
        duplicates
          repushed: Number
          samePush: Number
          afterSettled: Number
        latenciesMs
          intendedToAccepted
        {Latency}
          intendedToReceived
        {Latency}
          intendedToSettled
        {Latency}
          acceptedToReceived
        {Latency}
          acceptedToSettled
        {Latency}
          acceptedToTold
        {Latency}
        connections
          devices: Number
          made: Number
          lost: Number
          stopped: Number
          connectMs
        {Latency}
        process
          cpuSeconds: Number
          measuredCores: Number
          memoryBytes: Number
          peakMemoryBytes: Number
          memoryBytesPerConnection: Null
        replay: Null
        storm: Null
        slow: Null
        """;

    [Fact]
    public async Task A_steady_load_loses_nothing_and_says_so_in_a_shape_that_stays()
    {
        var report = await LoadAsync("load-1", "--orders", "100", "--warm-up", "20", "--rate", "100");

        JsonShape.Of(report).ShouldBe(Shape.ReplaceLineEndings("\n"));
        report.GetProperty("version").GetInt32().ShouldBe(1);
        ShouldBeComplete(report, orders: 100);
        report.GetProperty("connections").GetProperty("made").GetInt32().ShouldBe(10);
        report.GetProperty("latenciesMs").GetProperty("acceptedToSettled").GetProperty("count").GetInt32().ShouldBe(100);
    }

    [Fact]
    public async Task A_closed_loop_of_devices_that_all_acknowledge_loses_nothing()
    {
        var report = await LoadAsync("load-2", "--orders", "200", "--warm-up", "0", "--in-flight", "8", "--acks", "all");

        ShouldBeComplete(report, orders: 200);
        report.GetProperty("settings").GetProperty("rate").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_closed_loop_waits_until_the_other_device_stops_ringing()
    {
        var report = await LoadAsync("load-7", "--orders", "100", "--warm-up", "0", "--in-flight", "4", "--until", "told");

        ShouldBeComplete(report, orders: 100);
        report.GetProperty("latenciesMs").GetProperty("acceptedToTold").GetProperty("count").GetInt32().ShouldBe(100);
    }

    [Fact]
    public async Task A_backlog_rings_when_the_devices_connect()
    {
        var report = await LoadAsync("load-3", "--scenario", "replay", "--backlog", "30", "--in-flight", "8");

        ShouldBeComplete(report, orders: 150);
        var replay = report.GetProperty("replay");
        replay.GetProperty("backlog").GetInt32().ShouldBe(150);
        replay.GetProperty("allSettledMs").GetDouble().ShouldBeGreaterThanOrEqualTo(replay.GetProperty("allRangMs").GetDouble());
    }

    [Fact]
    public async Task A_storm_loses_nothing()
    {
        var report = await LoadAsync("load-4", "--scenario", "storm", "--orders", "200", "--warm-up", "0", "--rate", "100");

        ShouldBeComplete(report, orders: 200);
        var storm = report.GetProperty("storm");
        storm.GetProperty("cut").GetInt32().ShouldBe(10);
        storm.GetProperty("reconnectMs").GetProperty("count").GetInt32().ShouldBe(10);
        storm.GetProperty("allRangMs").GetDouble().ShouldBeGreaterThanOrEqualTo(storm.GetProperty("allConnectedMs").GetDouble());
        report.GetProperty("connections").GetProperty("lost").GetInt32().ShouldBe(10);
        report.GetProperty("connections").GetProperty("made").GetInt32().ShouldBe(20);
    }

    [Fact]
    public async Task A_device_that_does_not_read_is_sent_away_and_slows_nobody()
    {
        var report = await LoadAsync(
            "load-5",
            "--scenario", "slow", "--stores", "1", "--in-flight", "8", "--orders", "600", "--warm-up", "0", "--order-bytes", "50000");

        ShouldBeComplete(report, orders: 600);
        report.GetProperty("slow").GetProperty("ends").GetProperty("closed 4429").GetInt32().ShouldBe(1);
        report.GetProperty("latenciesMs").GetProperty("acceptedToReceived").GetProperty("p99").GetDouble().ShouldBeLessThan(5_000);
    }

    [Fact]
    public async Task A_person_gets_a_text()
    {
        var result = await storePush.RunAsync(
            "load", "--store-prefix", "load-6", "--stores", "2", "--orders", "20", "--warm-up", "0",
            "--source-addresses", "127.0.0.2-127.0.0.3");

        result.ShouldBe(0).Out.ShouldContain("steady: 2 stores x 2 devices, 50 orders/s");
        result.Out.ShouldContain("lost         0, not settled 0");
    }

    private async Task<JsonElement> LoadAsync(string prefix, params string[] args)
    {
        string[] stores = args.Contains("--stores") ? [] : ["--stores", "5"];
        string[] all = ["load", "--store-prefix", prefix, "--devices", "2", "--json", "-", .. stores, .. args];
        return (await storePush.RunAsync(all)).ShouldBe(0).Json;
    }

    private static void ShouldBeComplete(JsonElement report, int orders)
    {
        var counts = report.GetProperty("orders");
        foreach (var name in new[] { "placed", "accepted", "received", "settled" })
            counts.GetProperty(name).GetInt32().ShouldBe(orders, name);
        foreach (var name in new[] { "lost", "notSettled", "refused", "unanswered" })
            counts.GetProperty(name).GetInt32().ShouldBe(0, name);
        report.GetProperty("duplicates").GetProperty("samePush").GetInt32().ShouldBe(0);
        report.GetProperty("duplicates").GetProperty("afterSettled").GetInt32().ShouldBe(0);
    }
}
