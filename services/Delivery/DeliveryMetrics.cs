using System.Diagnostics.Metrics;

namespace StorePush.Delivery;

/// <summary>What Delivery counts. The names are wire: dashboards and alerts use them.</summary>
internal sealed class DeliveryMetrics : IDisposable
{
    /// <summary>Around what is usual (milliseconds), where it begins to matter (seconds), and the pushes and lifetimes after that.</summary>
    private static readonly double[] Seconds =
        [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60, 120, 300, 600, 1_800];

    private readonly Meter _meter;
    private readonly Counter<long> _pushes;
    private readonly Counter<long> _repeats;
    private readonly Counter<long> _replayed;
    private readonly Counter<long> _acks;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _expired;
    private readonly Histogram<double> _duration;

    public DeliveryMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("StorePush.Delivery");
        _pushes = _meter.CreateCounter<long>("storepush.delivery.pushes", description: "First pushes of messages to online stores.");
        _repeats = _meter.CreateCounter<long>("storepush.delivery.repeated_pushes", description: "Pushes after a wait without an ack.");
        _replayed = _meter.CreateCounter<long>("storepush.delivery.replayed", description: "Pushes to devices that connected.");
        _acks = _meter.CreateCounter<long>("storepush.delivery.acks", description: "Acknowledgements that were written down, by what they were.");
        _delivered = _meter.CreateCounter<long>("storepush.delivery.delivered", description: "Messages that a device has taken.");
        _expired = _meter.CreateCounter<long>(
            "storepush.delivery.expired", description: "Messages that expired, by whether a device of their store was online.");
        _duration = _meter.CreateHistogram(
            "storepush.delivery.duration",
            unit: "s",
            description: "From the acceptance of a message to its first acknowledgement.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });

        // An alert looks for an increase, and from nothing to 1 is none.
        _expired.Add(0, Online(true));
        _expired.Add(0, Online(false));
    }

    public void Pushed(int messages) => _pushes.Add(messages);

    public void PushedAgain(int messages) => _repeats.Add(messages);

    public void Replayed(int messages) => _replayed.Add(messages);

    public void Acknowledged(AckResult result) => _acks.Add(1, new KeyValuePair<string, object?>("result", Name(result)));

    public void Delivered(TimeSpan duration)
    {
        _delivered.Add(1);
        _duration.Record(duration.TotalSeconds);
    }

    public void Expired(bool wasOnline) => _expired.Add(1, Online(wasOnline));

    public void Dispose() => _meter.Dispose();

    /// <summary>The label that tells messages of stores with a device online from the others.</summary>
    public static KeyValuePair<string, object?> Online(bool isOnline) => new("online", isOnline ? "true" : "false");

    private static string Name(AckResult result) => result switch
    {
        AckResult.First => "first",
        AckResult.Repeated => "repeated",
        AckResult.Late => "late",
        _ => "foreign",
    };
}
