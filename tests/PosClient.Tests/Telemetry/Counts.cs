using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace StorePush.Pos.Tests.Telemetry;

/// <summary>What the clients of one test count, though the meter is that of the whole process: what a test starts inherits its mark.</summary>
internal sealed class Counts : IDisposable
{
    private static readonly AsyncLocal<Counts?> Current = new();

    private readonly ConcurrentDictionary<string, long> _sums = new();
    private readonly MeterListener _listener = new();

    public Counts()
    {
        Current.Value = this;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == PosMetrics.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (Current.Value == this)
                _sums.AddOrUpdate(Name(instrument.Name, tags), value, (_, sum) => sum + value);
        });
        _listener.Start();
    }

    /// <summary>By the names of the instruments, with the value of their tag if they have one.</summary>
    public IReadOnlyDictionary<string, long> Sums => _sums;

    public void Dispose() => _listener.Dispose();

    private static string Name(string instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        instrument["storepush.pos.".Length..] + (tags.Length == 0 ? "" : $" {tags[0].Key}={tags[0].Value}");
}
