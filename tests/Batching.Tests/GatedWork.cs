using System.Threading.Channels;
using Xunit;

namespace StorePush.Batching.Tests;

/// <summary>Work that records its batches and holds each of them until the test lets it go.</summary>
internal sealed class GatedWork
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Channel<GatedBatch> _started = Channel.CreateUnbounded<GatedBatch>();

    private int _running;
    private int _mostAtOnce;

    /// <summary>The most batches that were under way at the same time.</summary>
    public int MostAtOnce => _mostAtOnce;

    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<int> items, CancellationToken cancellationToken)
    {
        lock (_started)
            _mostAtOnce = Math.Max(_mostAtOnce, ++_running);

        var batch = new GatedBatch(items);
        _started.Writer.TryWrite(batch);
        try
        {
            return await batch.Done.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_started)
                _running--;
        }
    }

    /// <summary>The next batch, as soon as its work has begun.</summary>
    public Task<GatedBatch> NextAsync() =>
        _started.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);

    internal sealed class GatedBatch(IReadOnlyList<int> items)
    {
        public IReadOnlyList<int> Items { get; } = items;

        public TaskCompletionSource<IReadOnlyList<string>> Done { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Finish() => Done.SetResult([.. Items.Select(item => $"did {item}")]);
    }
}
