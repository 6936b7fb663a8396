using System.Diagnostics;
using System.Threading.Channels;

namespace StorePush.Batching;

/// <summary>
/// Does the work of many callers in batches: what queued up while the batch before was under way makes the next one. Nothing
/// lingers, so a lone item goes at once, and batches grow by themselves under load (group commit).
/// </summary>
/// <remarks>
/// Thread-safe. Items start in the order in which they were added. When the work of a batch throws, every caller of that batch
/// gets the exception; the work itself decides whether one bad item is worth a second try without it. In traces a batch is a part of what
/// its first traced item was added in, and linked to what the others were.
/// </remarks>
/// <typeparam name="TItem">What a caller adds.</typeparam>
/// <typeparam name="TResult">What the caller gets for it.</typeparam>
public sealed class Batcher<TItem, TResult> : IAsyncDisposable
{
    private readonly Channel<Entry> _queue;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task[] _workers;
    private readonly int _maxBatch;
    private readonly string _name;
    private readonly Func<IReadOnlyList<TItem>, CancellationToken, Task<IReadOnlyList<TResult>>> _work;

    // Held while a batch is gathered, so that two idle workers do not share out what could be one batch.
    private readonly SemaphoreSlim _gathering = new(1);

    /// <summary>Starts with an empty queue.</summary>
    /// <param name="work">Does one batch; returns one result per item, in the same order.</param>
    /// <param name="options">The limits.</param>
    public Batcher(
        Func<IReadOnlyList<TItem>, CancellationToken, Task<IReadOnlyList<TResult>>> work, BatcherOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        _work = work;
        (_maxBatch, _name) = (options.MaxBatch, options.Name);
        _queue = Channel.CreateBounded<Entry>(options.MaxQueued);

        // Whoever happens to need the first batch is not the cause of all that follow.
        using (ExecutionContext.SuppressFlow())
            _workers = [.. Enumerable.Range(0, options.MaxConcurrentBatches).Select(_ => Task.Run(RunAsync))];
    }

    /// <summary>Adds an item to the next batch and waits for its result.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Gives up; an item whose turn has come is worked on all the same.</param>
    /// <exception cref="ObjectDisposedException">The batcher was disposed of before the item's turn.</exception>
    public async Task<TResult> AddAsync(TItem item, CancellationToken cancellationToken)
    {
        var entry = new Entry(item, Activity.Current is { Recorded: true } cause ? cause.Context : default);
        try
        {
            await _queue.Writer.WriteAsync(entry, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw Disposed();
        }

        try
        {
            return await entry.Result.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            entry.Result.TrySetCanceled(cancellationToken);
            throw;
        }
    }

    /// <summary>Cancels the batches under way and fails what is still queued.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_queue.Writer.TryComplete())
            return;

        await _stopping.CancelAsync();
        await Task.WhenAll(_workers);
        while (_queue.Reader.TryRead(out var entry))
            entry.Result.TrySetException(Disposed());

        _stopping.Dispose();
        _gathering.Dispose();
    }

    private static ObjectDisposedException Disposed() => new(nameof(Batcher<,>));

    private async Task RunAsync()
    {
        try
        {
            while (await GatherAsync() is { Count: > 0 } batch)
                await RunAsync(batch);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Disposed of while waiting for the next item.
        }
    }

    private async Task<List<Entry>> GatherAsync()
    {
        var batch = new List<Entry>();
        await _gathering.WaitAsync(_stopping.Token);
        try
        {
            while (batch.Count == 0 && await _queue.Reader.WaitToReadAsync(_stopping.Token))
            {
                while (batch.Count < _maxBatch && _queue.Reader.TryRead(out var entry))
                {
                    if (!entry.IsGivenUp)
                        batch.Add(entry);
                }
            }
        }
        finally
        {
            _gathering.Release();
        }

        return batch;
    }

    private async Task RunAsync(List<Entry> batch)
    {
        using var activity = BatchTraces.Start(_name, batch.Select(entry => entry.Cause));
        try
        {
            var results = await _work([.. batch.Select(entry => entry.Item)], _stopping.Token);
            if (results.Count != batch.Count)
                throw new InvalidOperationException($"A batch of {batch.Count} items gave {results.Count} results.");

            for (var i = 0; i < batch.Count; i++)
                batch[i].Result.TrySetResult(results[i]);
        }
#pragma warning disable CA1031 // Whatever went wrong is the callers' to know; the worker goes on with the next batch.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            foreach (var entry in batch)
                entry.Result.TrySetException(exception);
        }
    }

    private sealed class Entry(TItem item, ActivityContext cause)
    {
        public TItem Item { get; } = item;

        public ActivityContext Cause { get; } = cause;

        public bool IsGivenUp => Result.Task.IsCompleted;

        public TaskCompletionSource<TResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
