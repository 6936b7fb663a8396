using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace StorePush.Tests.Hosting;

/// <summary>What the meters of one process measure from now on.</summary>
public sealed class Measurements : IDisposable
{
    private readonly ConcurrentDictionary<string, double> _sums = new();
    private readonly ConcurrentDictionary<string, double> _gauges = new();
    private readonly MeterListener _listener = new();

    public Measurements(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Meter.Name.StartsWith("StorePush.", StringComparison.Ordinal))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>What was counted or recorded so far, added up, such as <c>storepush.edge.closes{code=1000}</c>.</summary>
    public IReadOnlyDictionary<string, double> Sums => _sums;

    /// <summary>What gauges show now.</summary>
    public IReadOnlyDictionary<string, double> Gauges()
    {
        _gauges.Clear();
        _listener.RecordObservableInstruments();
        return _gauges;
    }

    public void Dispose() => _listener.Dispose();

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        // It counts nothing, and only tells Prometheus that the counter is there.
        if (value == 0 && instrument is Counter<long>)
            return;

        var labels = string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
        var name = labels.Length == 0 ? instrument.Name : $"{instrument.Name}{{{labels}}}";
        if (instrument.IsObservable)
            _gauges[name] = value;
        else
            _sums.AddOrUpdate(name, value, (_, sum) => sum + value);
    }
}
