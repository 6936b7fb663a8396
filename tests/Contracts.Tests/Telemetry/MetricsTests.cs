using System.Diagnostics.Metrics;
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

namespace StorePush.Contracts.Tests.Telemetry;

/// <summary>Dashboards and alerts ask for these names.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task The_names_of_meters_and_instruments_are_what_they_always_were()
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name.StartsWith("StorePush.", StringComparison.Ordinal))
                    names.Add($"{instrument.Meter.Name}: {instrument.Name} ({Kind(instrument)})\n");
            },
        };
        listener.Start();

        await CreateAsync<IngestMetrics>(Process.Ingest());
        await CreateAsync<EdgeMetrics>(Process.Edge());
        await CreateAsync<DeliveryMetrics>(Process.Delivery());
        await CreateAsync<WebhookMetrics>(Process.DeliveryWithWebhooks());
        await CreateAsync<PendingMetrics>(Process.Delivery());
        await CreateAsync<MessagingMetrics>(Process.Edge());
        await CreateAsync<BrokerMetrics>(Process.Ingest());
        await CreateAsync<GatewayMetrics>(Process.Gateway());

        GoldenFile.ShouldHold("metrics.txt", string.Concat(names));
    }

    private static async Task CreateAsync<TMetrics>(WebApplication process)
        where TMetrics : class
    {
        await using (process)
            process.Services.GetRequiredService<TMetrics>().ShouldNotBeNull();
    }

    private static string Kind(Instrument instrument)
    {
        var kind = instrument.GetType().Name.Split('`')[0];
        return instrument.Unit is null ? kind : $"{kind}, {instrument.Unit}";
    }
}
