using System.Diagnostics.Metrics;

namespace StorePush.Delivery.Pending;

/// <summary>What the last look at the database has shown. The names are wire: dashboards and alerts use them.</summary>
/// <remarks>Every Delivery shows the same, since all look at the same database: take the highest, don't add them up.</remarks>
internal sealed class PendingMetrics : IDisposable
{
    private const string Seconds = "s";

    private static readonly KeyValuePair<string, object?> Expiry = new("sweeper", "expiry");
    private static readonly KeyValuePair<string, object?> Push = new("sweeper", "push");

    private readonly Meter _meter;

    public PendingMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("StorePush.Delivery");
        _meter.CreateObservableGauge(
            "storepush.delivery.pending",
            () => Measure(pending => [
                new(pending.Online.Count, DeliveryMetrics.Online(true)), new(pending.Offline.Count, DeliveryMetrics.Online(false))]),
            description: "Messages that are pending, by whether a device of their store is online.");
        _meter.CreateObservableGauge(
            "storepush.delivery.oldest_pending",
            () => Measure(pending => [
                new(pending.Online.OldestAge.TotalSeconds, DeliveryMetrics.Online(true)),
                new(pending.Offline.OldestAge.TotalSeconds, DeliveryMetrics.Online(false))]),
            Seconds,
            "Age of the oldest of them.");
        _meter.CreateObservableGauge(
            "storepush.delivery.sweep_lag",
            () => Measure(pending => [
                new(pending.ExpiryLag.TotalSeconds, Expiry), new(pending.PushLag.TotalSeconds, Push)]),
            Seconds,
            "For how long expiries and repeated pushes have been due that are not done.");
        _meter.CreateObservableGauge(
            "storepush.delivery.database_up",
            () => IsDatabaseUp is { } isUp ? [new Measurement<int>(isUp ? 1 : 0)] : Array.Empty<Measurement<int>>(),
            description: "1 when the database has answered the last time, else 0.");
    }

    /// <summary>Null while nothing is known: old figures would look like a system at rest.</summary>
    public PendingMessages? Last { get; set; }

    /// <summary>Null before the first look.</summary>
    public bool? IsDatabaseUp { get; set; }

    public void Dispose() => _meter.Dispose();

    private Measurement<double>[] Measure(Func<PendingMessages, Measurement<double>[]> measure) =>
        Last is { } pending ? measure(pending) : [];
}
