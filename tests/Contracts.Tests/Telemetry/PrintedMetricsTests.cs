using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using StorePush.Contracts.Tests.Processes;
using StorePush.Delivery;
using StorePush.Delivery.Pending;
using StorePush.Delivery.Webhooks;
using StorePush.Edge;
using StorePush.Gateway;
using StorePush.Hosting.Messaging;
using StorePush.Ingest;
using StorePush.Protocol;

namespace StorePush.Contracts.Tests.Telemetry;

/// <summary>What Prometheus reads: the names have its suffixes there, and dashboards and alerts ask for those.</summary>
public sealed class PrintedMetricsTests
{
    private const string Own = "storepush_";

    [Fact]
    public async Task The_names_that_are_printed_are_what_they_always_were()
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);

        names.UnionWith(await PrintAsync(Process.Ingest(), services =>
        {
            services.GetRequiredService<IngestMetrics>().Accepted(MessageKinds.OrderPlaced, Platforms.Meituan);
            services.GetRequiredService<MessagingMetrics>().PutAside("storepush-deliveries_error");
        }));
        names.UnionWith(await PrintAsync(Process.Delivery(), MeasureDelivery));
        names.UnionWith(await PrintAsync(Process.DeliveryWithWebhooks(), services =>
        {
            var metrics = services.GetRequiredService<WebhookMetrics>();
            metrics.Sent();
            metrics.Failed("5xx");
            metrics.GaveUp("age", 1);
        }));
        names.UnionWith(await PrintAsync(Process.Edge(), services =>
        {
            var metrics = services.GetRequiredService<EdgeMetrics>();
            metrics.MessagesHandedOver(1);
            metrics.AckSafe();
            metrics.Closed(CloseCode.Normal);
        }));
        names.UnionWith(await PrintAsync(Process.Gateway(), services =>
        {
            var metrics = services.GetRequiredService<GatewayMetrics>();
            metrics.FailedOver("edge");
            metrics.Unavailable("edge");
        }));

        GoldenFile.ShouldHold("metrics.prometheus.txt", string.Concat(names.Select(name => $"{name}\n")));
    }

    private static void MeasureDelivery(IServiceProvider services)
    {
        var metrics = services.GetRequiredService<DeliveryMetrics>();
        metrics.Pushed(1);
        metrics.PushedAgain(1);
        metrics.Replayed(1);
        metrics.Acknowledged(AckResult.First);
        metrics.Delivered(TimeSpan.FromSeconds(1));
        metrics.Expired(wasOnline: true);

        var pending = services.GetRequiredService<PendingMetrics>();
        var none = new PendingGroup(0, TimeSpan.Zero);
        (pending.Last, pending.IsDatabaseUp) = (new(none, none, TimeSpan.Zero, TimeSpan.Zero), true);
    }

    private static async Task<IEnumerable<string>> PrintAsync(WebApplication process, Action<IServiceProvider> measure)
    {
        await using (process)
        {
            await process.StartAsync(TestContext.Current.CancellationToken);
            measure(process.Services);
            using var client = new HttpClient { BaseAddress = new Uri(process.Urls.Single()) };
            var text = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
            return text.Split('\n').Where(line => line.StartsWith(Own, StringComparison.Ordinal)).Select(line => line.Split('{', ' ')[0]);
        }
    }
}
