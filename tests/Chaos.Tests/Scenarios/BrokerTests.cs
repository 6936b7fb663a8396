using StorePush.Chaos.Tests.Clusters;
using StorePush.Chaos.Tests.Runs;
using StorePush.Tests.Common.Servers;

namespace StorePush.Chaos.Tests.Scenarios;

/// <summary>RabbitMQ goes away and comes back, or takes nothing more.</summary>
public sealed class BrokerTests(RunningCluster running) : IClassFixture<RunningCluster>
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Alarm = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_when_RabbitMQ_restarts() => RunAsync("RabbitMQ restart", async (rabbitMq, stop) =>
    {
        await rabbitMq.StopAsync(stop);
        await rabbitMq.StartAsync(stop);
    });

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_when_RabbitMQ_is_killed() => RunAsync("RabbitMQ kill", async (rabbitMq, stop) =>
    {
        await rabbitMq.KillAsync(stop);
        await rabbitMq.StartAsync(stop);
    });

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_when_RabbitMQ_is_away_for_20_seconds() => RunAsync("RabbitMQ away 20 s", async (rabbitMq, stop) =>
    {
        await rabbitMq.KillAsync(stop);
        await ChaosRun.LastAsync(Away);
        await rabbitMq.StartAsync(stop);
    });

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_when_RabbitMQ_freezes_for_20_seconds() => RunAsync("RabbitMQ frozen 20 s", async (rabbitMq, stop) =>
    {
        await rabbitMq.PauseAsync(stop);
        await ChaosRun.LastAsync(Away);
        await rabbitMq.UnpauseAsync(stop);
    });

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_when_RabbitMQ_has_no_memory() => RunAsync("RabbitMQ memory alarm", async (rabbitMq, stop) =>
    {
        try
        {
            await rabbitMq.RunAsync(stop, "rabbitmqctl", "set_vm_memory_high_watermark", "0.00001");
            await ChaosRun.LastAsync(Alarm);
        }
        finally
        {
            await rabbitMq.RunAsync(CancellationToken.None, "rabbitmqctl", "set_vm_memory_high_watermark", "0.6");
        }
    });

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_when_RabbitMQ_has_no_disk() => RunAsync("RabbitMQ disk alarm", async (rabbitMq, stop) =>
    {
        try
        {
            await rabbitMq.RunAsync(stop, "rabbitmqctl", "set_disk_free_limit", "90000GB");
            await ChaosRun.LastAsync(Alarm);
        }
        finally
        {
            await rabbitMq.RunAsync(CancellationToken.None, "rabbitmqctl", "set_disk_free_limit", "50MB");
        }
    });

    private async Task RunAsync(string name, Func<ServerContainer, CancellationToken, Task> fault) =>
        await ChaosRun.RunAsync(await running.StartAsync(), name, async cluster =>
        {
            var stop = TestContext.Current.CancellationToken;
            await fault(cluster.RabbitMq.Container ?? throw new InvalidOperationException("Only a container can fail: Docker is needed."), stop);
            await Bounded.UntilAsync(() => cluster.Broker.IsAwakeAsync(stop), LongestStart);
        });
}
