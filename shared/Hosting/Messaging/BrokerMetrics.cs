using System.Diagnostics.Metrics;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace StorePush.Hosting.Messaging;

/// <summary>Whether the process has its broker. The name is wire: dashboards and alerts use it.</summary>
public sealed class BrokerMetrics : IDisposable
{
    private readonly Meter _meter;

    /// <summary>Makes the instrument.</summary>
    /// <param name="meters">The process's meters.</param>
    /// <param name="services">Has the bus, which is not made for this: its consumers count, and nobody listens to meters yet.</param>
    public BrokerMetrics(IMeterFactory meters, IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(meters);

        _meter = meters.Create("StorePush.Messaging");
        _meter.CreateObservableGauge(
            "storepush.messaging.broker_up",
            () => services.GetRequiredService<IBusControl>().CheckHealth().Status == BusHealthStatus.Healthy ? 1 : 0,
            description: "1 while the process can publish and consume, else 0.");
    }

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();
}
