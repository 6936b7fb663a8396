using System.Diagnostics.Metrics;
using StorePush.Gateway.Draining;
using StorePush.Gateway.Upstreams;
using Yarp.ReverseProxy;

namespace StorePush.Gateway;

/// <summary>What a gateway counts. The names are wire: dashboards and alerts use them.</summary>
internal sealed class GatewayMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _failovers;
    private readonly Counter<long> _unavailable;

    public GatewayMetrics(IMeterFactory meters, Tunnels tunnels, IProxyStateLookup proxy)
    {
        _meter = meters.Create("StorePush.Gateway");
        _failovers = _meter.CreateCounter<long>(
            "storepush.gateway.failovers", description: "Requests that were sent to another process of the same service.");
        _unavailable = _meter.CreateCounter<long>(
            "storepush.gateway.unavailable", description: "Requests that no process of a service could answer.");
        _meter.CreateObservableGauge(
            "storepush.gateway.sockets", () => tunnels.Count, description: "Device sockets that go through this process.");
        _meter.CreateObservableGauge(
            "storepush.gateway.upstreams",
            () => proxy.GetClusters().Select(cluster => new Measurement<int>(
                cluster.DestinationsState.AvailableDestinations.Count, Service(cluster.ClusterId))),
            description: "Processes of a service that are there.");

        // Dashboards look for an increase, and from nothing to 1 is none.
        foreach (var service in Clusters.All)
        {
            _failovers.Add(0, Service(service));
            _unavailable.Add(0, Service(service));
        }
    }

    public void FailedOver(string service) => _failovers.Add(1, Service(service));

    public void Unavailable(string service) => _unavailable.Add(1, Service(service));

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Service(string name) => new("service", name);
}
