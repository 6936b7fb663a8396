using Npgsql;
using StorePush.Chaos.Tests.Clusters;
using StorePush.Chaos.Tests.Runs;
using StorePush.Tests.Common.Servers;

namespace StorePush.Chaos.Tests.Scenarios;

/// <summary>PostgreSQL goes away and comes back, refuses to write, or is slow.</summary>
public sealed class DatabaseTests(RunningCluster running) : IClassFixture<RunningCluster>
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ReadOnly = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SlowFor = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan EachWay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_when_PostgreSQL_restarts() => RunAsync("PostgreSQL restart", async (postgres, stop) =>
    {
        await postgres.StopAsync(stop);
        await postgres.StartAsync(stop);
    });

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_when_PostgreSQL_is_killed() => RunAsync("PostgreSQL kill", async (postgres, stop) =>
    {
        await postgres.KillAsync(stop);
        await postgres.StartAsync(stop);
    });

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_when_PostgreSQL_is_away_for_20_seconds() => RunAsync("PostgreSQL away 20 s", async (postgres, stop) =>
    {
        await postgres.KillAsync(stop);
        await ChaosRun.LastAsync(Away);
        await postgres.StartAsync(stop);
    });

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_when_PostgreSQL_freezes_for_20_seconds() => RunAsync("PostgreSQL frozen 20 s", async (postgres, stop) =>
    {
        await postgres.PauseAsync(stop);
        await ChaosRun.LastAsync(Away);
        await postgres.UnpauseAsync(stop);
    });

    [Fact(Explicit = true)]
    public async Task Nothing_is_lost_when_PostgreSQL_fails_over_to_one_that_is_read_only_at_first() =>
        await ChaosRun.RunAsync(await running.StartAsync(), "PostgreSQL failover", async cluster =>
        {
            try
            {
                await SetReadOnlyAsync(cluster, isReadOnly: true, TestContext.Current.CancellationToken);
                CutAndMend(cluster);
                await ChaosRun.LastAsync(ReadOnly);
            }
            finally
            {
                // Other scenarios use the same server.
                await SetReadOnlyAsync(cluster, isReadOnly: false, CancellationToken.None);
                CutAndMend(cluster);
            }
        });

    [Fact(Explicit = true)]
    public async Task Nothing_is_lost_when_each_call_to_PostgreSQL_takes_2_seconds() =>
        await ChaosRun.RunAsync(await running.StartAsync(), "PostgreSQL slow, 2 s per call", async cluster =>
        {
            foreach (var delivery in cluster.Deliveries)
                delivery.Database!.Delay(EachWay);
            await ChaosRun.LastAsync(SlowFor);
            foreach (var delivery in cluster.Deliveries)
                delivery.Database!.Delay(TimeSpan.Zero);
        });

    private static void CutAndMend(Cluster cluster)
    {
        foreach (var delivery in cluster.Deliveries)
            delivery.Database!.Mend();
    }

    /// <summary>For every new connection, as on a standby that was not promoted yet.</summary>
    private static async Task SetReadOnlyAsync(Cluster cluster, bool isReadOnly, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(cluster.Database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var set = new NpgsqlCommand(
            isReadOnly
                ? "ALTER SYSTEM SET default_transaction_read_only = on"
                : "ALTER SYSTEM RESET default_transaction_read_only",
            connection);
        await set.ExecuteNonQueryAsync(cancellationToken);
        await using var reload = new NpgsqlCommand("SELECT pg_reload_conf()", connection);
        await reload.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task RunAsync(string name, Func<ServerContainer, CancellationToken, Task> fault) =>
        await ChaosRun.RunAsync(await running.StartAsync(), name, async cluster =>
        {
            var stop = TestContext.Current.CancellationToken;
            await fault(cluster.Postgres.Container ?? throw new InvalidOperationException("Only a container can fail: Docker is needed."), stop);
            await Bounded.UntilAsync(() => AnswersAsync(cluster, stop), LongestStart);
        });

    private static async Task<bool> AnswersAsync(Cluster cluster, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(cluster.Database.ConnectionString + ";Pooling=false;Timeout=2");
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }
}
