using System.Diagnostics.Metrics;

namespace StorePush.Delivery;

/// <summary>What Delivery counts. The names are wire: dashboards and alerts use them.</summary>
internal sealed class DeliveryMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _pushes;
    private readonly Counter<long> _repeats;
    private readonly Counter<long> _replayed;

    public DeliveryMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("StorePush.Delivery");
        _pushes = _meter.CreateCounter<long>("storepush.delivery.pushes", description: "First pushes of messages to online stores.");
        _repeats = _meter.CreateCounter<long>("storepush.delivery.repeated_pushes", description: "Pushes after a wait without an ack.");
        _replayed = _meter.CreateCounter<long>("storepush.delivery.replayed", description: "Pushes to devices that connected.");
    }

    public void Pushed(int messages) => _pushes.Add(messages);

    public void PushedAgain(int messages) => _repeats.Add(messages);

    public void Replayed(int messages) => _replayed.Add(messages);

    public void Dispose() => _meter.Dispose();
}
