using System.Diagnostics.Metrics;

namespace StorePush.Ingest;

/// <summary>What Ingest counts. The names are wire: dashboards and alerts use them.</summary>
internal sealed class IngestMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _accepted;

    public IngestMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("StorePush.Ingest");
        _accepted = _meter.CreateCounter<long>(
            "storepush.ingest.accepted", description: "Messages that were accepted, the repeated ones included.");
    }

    public void Accepted(string kind, string platform) => _accepted.Add(
        1, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("platform", platform));

    public void Dispose() => _meter.Dispose();
}
