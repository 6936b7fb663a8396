using StorePush.Delivery.Sagas;

namespace StorePush.Delivery.Figures;

/// <summary>Counts what this process does, until it is written down.</summary>
/// <remarks>Thread-safe. Bounded: what can't be written for minutes is forgotten, since figures are only to be looked at.</remarks>
internal sealed class FiguresRecorder(TimeProvider clock)
{
    private const int MaxSlices = 60;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<DateTimeOffset, Counts> _slices = [];
    private Guid _processId = Guid.CreateVersion7();
    private DateTimeOffset _newest;

    /// <summary>A message is new.</summary>
    public void Accepted() => Count(counts => counts.Accepted++);

    /// <summary>A message was delivered or has expired.</summary>
    public void Settled(DeliveryState message) => Count(counts =>
    {
        if (message.DeliveredBy is null)
        {
            counts.Expired++;
        }
        else
        {
            counts.Delivered++;
            counts.Latencies.Add(message.SettledAt!.Value - message.AcceptedAt);
        }
    });

    /// <summary>The slices that have changed since they were last written, with a mark for <see cref="Written"/>.</summary>
    public IReadOnlyList<(FiguresSlice Slice, int Mark)> Changed()
    {
        lock (_lock)
        {
            return [.. _slices
                .Where(each => each.Value.Changes > each.Value.Written)
                .Select(each => (ToSlice(each.Key, each.Value), each.Value.Changes))];
        }
    }

    /// <summary>A slice is safe as it was then. It is kept only if it may still grow.</summary>
    public void Written(DateTimeOffset at, int mark)
    {
        lock (_lock)
        {
            if (!_slices.TryGetValue(at, out var counts))
                return;

            counts.Written = mark;
            if (counts.Changes == mark && at < FiguresSlice.StartOf(clock.GetUtcNow()))
                _slices.Remove(at);
        }
    }

    private void Count(Action<Counts> count)
    {
        lock (_lock)
        {
            var at = FiguresSlice.StartOf(clock.GetUtcNow());
            if (!_slices.TryGetValue(at, out var counts))
                counts = Begin(at);

            count(counts);
            counts.Changes++;
        }
    }

    /// <summary>A slice that the clock has gone back to may have been written: a new name leaves its row as it is.</summary>
    private Counts Begin(DateTimeOffset at)
    {
        if (at <= _newest)
            _processId = Guid.CreateVersion7();
        _newest = at;
        var counts = _slices[at] = new(_processId);
        if (_slices.Count > MaxSlices)
            _slices.Remove(_slices.Keys.First());
        return counts;
    }

    private static FiguresSlice ToSlice(DateTimeOffset at, Counts counts) => new()
    {
        At = at,
        ProcessId = counts.ProcessId,
        Accepted = counts.Accepted,
        Delivered = counts.Delivered,
        Expired = counts.Expired,
        Latencies = counts.Latencies.ToString(),
    };

    private sealed class Counts(Guid processId)
    {
        public int Accepted;
        public int Delivered;
        public int Expired;
        public int Changes;
        public int Written;

        public Guid ProcessId { get; } = processId;

        public LatencyCounts Latencies { get; } = new();
    }
}
