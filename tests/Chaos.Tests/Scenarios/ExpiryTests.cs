using System.Text.Json;
using StorePush.Chaos.Tests.Clusters;
using StorePush.Chaos.Tests.Runs;
using StorePush.Tests.Common.Servers;

namespace StorePush.Chaos.Tests.Scenarios;

/// <summary>Messages whose stores are offline while things break: each expires at its time, or waits for a device.</summary>
public sealed class ExpiryTests(RunningCluster running) : IClassFixture<RunningCluster>
{
    private const int Orders = 100;
    private const int Ttl = 15;

    private static readonly TimeSpan Away = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestRecovery = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    [Fact(Explicit = true)]
    public Task What_expires_while_PostgreSQL_is_away_expires_and_the_rest_waits() =>
        RunAsync("expiry, PostgreSQL away 20 s", cluster => cluster.Postgres.Container);

    [Fact(Explicit = true)]
    public Task What_expires_while_RabbitMQ_is_away_expires_and_the_rest_waits() =>
        RunAsync("expiry, RabbitMQ away 20 s", cluster => cluster.RabbitMq.Container);

    private async Task RunAsync(string name, Func<Cluster, ServerContainer?> server) =>
        await ChaosRun.RunAsync(await running.StartAsync(), name, async (cluster, session) =>
        {
            var stop = TestContext.Current.CancellationToken;
            var container = server(cluster) ?? throw new InvalidOperationException("Only a container can fail: Docker is needed.");
            using var platform = cluster.CreatePlatform();
            var store = $"offline-{session.StoreIds[0]}";
            var expiring = await PlaceAsync(platform, store, "short", Ttl);
            var waiting = await PlaceAsync(platform, store, "long", ttlSeconds: null);

            await container.KillAsync(stop);
            await ChaosRun.LastAsync(Away);
            await container.StartAsync(stop);

            foreach (var id in expiring)
                await Bounded.UntilAsync(() => HasExpiredAsync(platform, id), LongestRecovery);
            foreach (var id in waiting)
                (await platform.GetMessageAsync(id)).GetProperty("status").GetString().ShouldBe("pending");
            (await RingAsync(await RawDevice.ConnectAsync(session, store, "till"))).ShouldBe(waiting, ignoreOrder: true);
        });

    private static async Task<Guid[]> PlaceAsync(Platform platform, string store, string prefix, int? ttlSeconds)
    {
        var ids = new List<Guid>();
        for (var number = 0; number < Orders; number++)
            ids.Add(await platform.PlaceAsync(store, $"{prefix}-{number}", ttlSeconds: ttlSeconds));
        return [.. ids];
    }

    /// <summary>With its right time: as late after it was accepted as was asked for, and not earlier.</summary>
    private static async Task<bool> HasExpiredAsync(Platform platform, Guid id)
    {
        JsonElement message;
        try
        {
            message = await platform.GetMessageAsync(id);
        }
        catch (HttpRequestException)
        {
            // The database is not there yet.
            return false;
        }

        if (message.GetProperty("status").GetString() == "pending")
            return false;

        message.GetProperty("status").GetString().ShouldBe("expired");
        var (acceptedAt, expiresAt) = (At(message, "acceptedAt"), At(message, "expiresAt"));
        (expiresAt - acceptedAt).ShouldBe(TimeSpan.FromSeconds(Ttl));
        At(message, "expiredAt").ShouldBeGreaterThanOrEqualTo(expiresAt);
        message.GetProperty("pushes").GetInt32().ShouldBe(0);
        return true;
    }

    private static DateTimeOffset At(JsonElement message, string field) => message.GetProperty(field).GetDateTimeOffset();

    /// <summary>What rings at a device that connects now, until nothing comes any more.</summary>
    private static async Task<IReadOnlyCollection<Guid>> RingAsync(RawDevice device)
    {
        await using var till = device;
        var rang = new HashSet<Guid>();
        using var over = new CancellationTokenSource(Quiet, TimeProvider.System);
        await till.ReadAsync(
            async frame =>
            {
                if (frame.GetProperty("type").GetString() != "message")
                    return;

                var id = frame.GetProperty("id").GetGuid();
                rang.Add(id);
                over.CancelAfter(Quiet);
                await till.SendAsync($$"""{"type":"ack","id":"{{id}}"}""");
            },
            over.Token);
        return rang;
    }
}
