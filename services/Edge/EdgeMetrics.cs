using System.Diagnostics.Metrics;
using StorePush.Edge.Connections;
using StorePush.Edge.Sockets;
using StorePush.Protocol;

namespace StorePush.Edge;

/// <summary>What an edge counts. The names are wire: dashboards and alerts use them.</summary>
internal sealed class EdgeMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _acks;
    private readonly Counter<long> _closes;

    public EdgeMetrics(IMeterFactory meters, ConnectionRegistry connections, Admission admission)
    {
        _meter = meters.Create("StorePush.Edge");
        _messages = _meter.CreateCounter<long>("storepush.edge.messages", description: "Messages handed to connections.");
        _acks = _meter.CreateCounter<long>("storepush.edge.acks", description: "Acknowledgements that are safe with the broker.");
        _closes = _meter.CreateCounter<long>("storepush.edge.closes", description: "Connections that the edge closed, by code.");
        _meter.CreateObservableGauge(
            "storepush.edge.connections", () => connections.Count, description: "Devices connected to this process.");
        _meter.CreateObservableGauge(
            "storepush.edge.stores", () => admission.Stores, description: "Stores with a device connected to this process.");

        // An alert looks for an increase, and from nothing to 1 is none.
        _closes.Add(0, Code(CloseCode.TooSlow));
    }

    public void MessagesHandedOver(int count) => _messages.Add(count);

    public void AckSafe() => _acks.Add(1);

    public void Closed(CloseCode code) => _closes.Add(1, Code(code));

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Code(CloseCode code) => new("code", (int)code);
}
