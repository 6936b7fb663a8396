using System.Diagnostics.Metrics;

namespace StorePush.Hosting.Messaging;

/// <summary>What went wrong with messages for good. The names are wire: dashboards and alerts use them.</summary>
public sealed class MessagingMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _putAside;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">The process's meters.</param>
    public MessagingMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);

        _meter = meters.Create("StorePush.Messaging");
        _putAside = _meter.CreateCounter<long>(
            "storepush.messaging.put_aside",
            description: "Messages that could not be consumed, or that no consumer takes, and were moved to an error or a skipped queue.");
    }

    /// <summary>Messages may be moved to a queue: alerts look for an increase, and from nothing to 1 is none.</summary>
    /// <param name="queue">That queue.</param>
    public void MayPutAside(string queue) => _putAside.Add(0, new KeyValuePair<string, object?>("queue", queue));

    /// <summary>A message was moved to a queue where somebody has to look at it.</summary>
    /// <param name="queue">That queue.</param>
    public void PutAside(string queue) => _putAside.Add(1, new KeyValuePair<string, object?>("queue", queue));

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();
}
