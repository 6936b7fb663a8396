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

    /// <summary>Alerts ask by how much these have grown: one that begins with what it counts first has not grown by that.</summary>
    [Fact]
    public async Task What_alerts_see_grow_is_there_from_the_start()
    {
        var lines = await ReadAsync(Process.DeliveryWithWebhooks());
        foreach (var online in (string[])["true", "false"])
            lines.ShouldContain(line => IsNone(line, "storepush_delivery_expired_total", "online", online));
        foreach (var queue in (string[])["storepush-deliveries_error", "storepush-deliveries_skipped", "storepush-webhooks_error"])
            lines.ShouldContain(line => IsNone(line, "storepush_messaging_put_aside_total", "queue", queue));
        foreach (var reason in (string[])["age", "overflow", "gone"])
            lines.ShouldContain(line => IsNone(line, "storepush_webhooks_given_up_total", "reason", reason));
        lines.ShouldContain(line => IsNone(line, "storepush_webhooks_sent_total", "otel_scope_name", "StorePush.Webhooks"));

        (await ReadAsync(Process.Edge())).ShouldContain(line => IsNone(line, "storepush_edge_closes_total", "code", "4429"));

        lines = await ReadAsync(Process.Gateway());
        foreach (var service in (string[])["ingest", "delivery", "edge"])
        {
            lines.ShouldContain(line => IsNone(line, "storepush_gateway_failovers_total", "service", service));
            lines.ShouldContain(line => IsNone(line, "storepush_gateway_unavailable_total", "service", service));
        }
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

    private static bool IsNone(string line, string name, string label, string value) =>
        line.StartsWith($"{name}{{", StringComparison.Ordinal)
        && line.Contains($"{label}=\"{value}\"", StringComparison.Ordinal)
        && line.Split("} ")[1].Split(' ')[0] == "0";

    private static async Task<IEnumerable<string>> PrintAsync(WebApplication process, Action<IServiceProvider> measure) =>
        (await ReadAsync(process, measure)).Select(line => line.Split('{', ' ')[0]);

    private static async Task<string[]> ReadAsync(WebApplication process, Action<IServiceProvider>? measure = null)
    {
        await using (process)
        {
            await process.StartAsync(TestContext.Current.CancellationToken);
            measure?.Invoke(process.Services);
            using var client = new HttpClient { BaseAddress = new Uri(process.Urls.Single()) };
            var text = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
            return [.. text.Split('\n').Where(line => line.StartsWith(Own, StringComparison.Ordinal))];
        }
    }
}
