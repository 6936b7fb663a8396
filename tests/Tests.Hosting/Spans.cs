using System.Collections.Concurrent;
using System.Diagnostics;

namespace StorePush.Tests.Hosting;

/// <summary>What is traced in this process while it is there, of some sources. Tests run side by side: each looks at its own trace.</summary>
public sealed class Spans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    /// <summary>Listens; everything is traced that has a traced parent.</summary>
    public Spans(params string[] sources)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => sources.Contains(source.Name),
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
                    ? ActivitySamplingResult.AllDataAndRecorded
                    : ActivitySamplingResult.None,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>A trace that a test begins.</summary>
    public static string NewTraceParent() => $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-01";

    /// <summary>What has ended so far of the trace of a <c>traceparent</c>, in that order.</summary>
    public IReadOnlyList<Activity> Of(string traceParent)
    {
        var trace = ActivityContext.Parse(traceParent, null).TraceId;
        return [.. _ended.Where(activity => activity.TraceId == trace)];
    }

    /// <summary>Waits for one of that trace.</summary>
    public async Task<Activity> NextAsync(string traceParent, string name)
    {
        Activity? found = null;
        await Bounded.UntilAsync(() =>
        {
            found = Of(traceParent).FirstOrDefault(activity => activity.OperationName == name);
            return Task.FromResult(found is not null);
        });
        return found!;
    }

    public void Dispose() => _listener.Dispose();
}
