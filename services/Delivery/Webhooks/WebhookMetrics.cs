using System.Diagnostics.Metrics;

namespace StorePush.Delivery.Webhooks;

/// <summary>What became of webhooks. The names are wire: dashboards and alerts use them.</summary>
internal sealed class WebhookMetrics : IDisposable
{
    /// <summary>Why an event is given up: it has waited for too long, too many wait, or the receiver does not want it.</summary>
    public const string Age = "age";
    public const string Overflow = "overflow";
    public const string Gone = "gone";

    private readonly Meter _meter;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _gaveUp;
    private readonly TimeProvider _clock;
    private Backlog _backlog = new(0, null);

    public WebhookMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        _meter = meters.Create("StorePush.Webhooks");
        _sent = _meter.CreateCounter<long>("storepush.webhooks.sent", description: "Events that the receiver has taken.");
        _failed = _meter.CreateCounter<long>(
            "storepush.webhooks.failed", description: "Calls that the receiver did not take, by the class of its answer (none without one).");
        _gaveUp = _meter.CreateCounter<long>(
            "storepush.webhooks.given_up", description: "Events that the receiver will not be told of, by reason: age, overflow, gone.");
        _meter.CreateObservableGauge(
            "storepush.webhooks.waiting",
            () => _backlog.Count,
            description: "Events that wait for the receiver, in the database: every process says the same.");
        _meter.CreateObservableGauge(
            "storepush.webhooks.oldest_age",
            () => _backlog.Oldest is { } oldest ? (_clock.GetUtcNow() - oldest).TotalSeconds : 0,
            unit: "s",
            description: "For how long the oldest of them has waited.");

        // Alerts look for an increase, and from nothing to 1 is none.
        _sent.Add(0);
        foreach (var reason in (string[])[Age, Overflow, Gone])
            GaveUp(reason, 0);
    }

    public void Sent() => _sent.Add(1);

    public void Failed(string answer) => _failed.Add(1, new KeyValuePair<string, object?>("answer", answer));

    public void GaveUp(string reason, int events) => _gaveUp.Add(events, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>What waits, as it was just counted.</summary>
    public void Waiting(Backlog backlog) => _backlog = backlog;

    public void Dispose() => _meter.Dispose();
}
