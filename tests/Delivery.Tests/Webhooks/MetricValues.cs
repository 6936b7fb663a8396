using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace StorePush.Delivery.Tests.Webhooks;

/// <summary>What the webhooks of one process have counted, by instrument and label.</summary>
internal sealed class MetricValues : IDisposable
{
    private const string Prefix = "storepush.webhooks.";

    private readonly ConcurrentDictionary<string, double> _values = new();
    private readonly MeterListener _listener;

    public MetricValues(IMeterFactory meters)
    {
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Name.StartsWith(Prefix, StringComparison.Ordinal))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Such as <c>sent</c> or <c>failed 5xx</c>; gauges as they are now.</summary>
    public double this[string name]
    {
        get
        {
            _listener.RecordObservableInstruments();
            return _values.GetValueOrDefault(name);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = instrument.Name[Prefix.Length..] + (tags.Length == 0 ? "" : $" {tags[0].Value}");
        if (instrument.IsObservable)
            _values[name] = value;
        else
            _values.AddOrUpdate(name, value, (_, sum) => sum + value);
    }
}
