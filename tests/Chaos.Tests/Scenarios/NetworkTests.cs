using StorePush.Chaos.Tests.Clusters;
using StorePush.Chaos.Tests.Runs;

namespace StorePush.Chaos.Tests.Scenarios;

/// <summary>The network between two that talk to each other is broken without either being told.</summary>
public sealed class NetworkTests(RunningCluster running) : IClassFixture<RunningCluster>
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(500);

    /// <summary>A device, and a browser's, is asked for a sign of life every 25 seconds, and has as long again.</summary>
    private static readonly ChaosOptions Patient = new() { LongestRecovery = TimeSpan.FromSeconds(90) };

    public static TheoryData<string> Places => ["Edge-broker", "Edge-Gateway", "device-Gateway"];

    [Theory(Explicit = true)]
    [MemberData(nameof(Places))]
    public Task Nothing_is_lost_when_the_network_falls_silent(string place) => RunAsync(place, "silent", async link =>
    {
        link.Silence();
        await ChaosRun.LastAsync(Lasts);
        link.Mend();
    });

    [Theory(Explicit = true)]
    [MemberData(nameof(Places))]
    public Task Nothing_is_lost_when_connections_are_half_open_for_good(string place) => RunAsync(place, "half-open", link =>
    {
        link.Abandon();
        return Task.CompletedTask;
    });

    [Theory(Explicit = true)]
    [MemberData(nameof(Places))]
    public Task Nothing_is_lost_when_the_network_carries_one_way_only(string place) => RunAsync(place, "one-way", async link =>
    {
        link.Mute(true);
        await ChaosRun.LastAsync(Lasts);
        link.Mend();
        await ChaosRun.LastAsync(Lasts / 3);
        link.Deafen(true);
        await ChaosRun.LastAsync(Lasts);
        link.Mend();
    });

    [Theory(Explicit = true)]
    [MemberData(nameof(Places))]
    public Task Nothing_is_lost_when_the_network_is_half_a_second_late(string place) => RunAsync(place, "500 ms delay", async link =>
    {
        link.Delay(Late);
        await ChaosRun.LastAsync(Lasts);
        link.Delay(TimeSpan.Zero);
    });

    [Theory(Explicit = true)]
    [MemberData(nameof(Places))]
    public Task Nothing_is_lost_when_the_network_loses_every_tenth_packet(string place) => RunAsync(place, "10 % loss", async link =>
    {
        await using var loss = await PacketLoss.BeginAsync(link.Url.Port);
        await ChaosRun.LastAsync(Lasts);
    });

    private async Task RunAsync(string place, string fault, Func<TcpLink, Task> act) =>
        await ChaosRun.RunAsync(await running.StartAsync(), $"{place} {fault}", cluster => act(Link(cluster, place)), Patient);

    private static TcpLink Link(Cluster cluster, string place) => place switch
    {
        "Edge-broker" => cluster.Edges[0].Broker!,
        "Edge-Gateway" => cluster.Edges[0].Front!,
        _ => cluster.Devices,
    };
}
