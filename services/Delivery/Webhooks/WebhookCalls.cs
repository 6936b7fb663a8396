using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using StorePush.Batching;
using StorePush.Delivery.Persistence;

namespace StorePush.Delivery.Webhooks;

/// <summary>The calls that wait, in the database: they survive every process, and several processes take theirs side by side.</summary>
/// <remarks>
/// Thread-safe. A call that is claimed is nobody else's until the claim runs out: by then it was taken, was put off, or its process died.
/// What comes in and what is done is written in batches. So it takes no more than a handful of connections from those who deliver.
/// </remarks>
internal sealed class WebhookCalls : IAsyncDisposable
{
    /// <summary>In timeouts: one for those before it in the queue of this process, one for the call, and one to spare.</summary>
    private const int Claim = 3;

    private readonly Database _database;
    private readonly WebhooksOptions _options;
    private readonly TimeProvider _clock;
    private readonly Batcher<WebhookCall, bool> _news;
    private readonly Batcher<string, bool> _done;
    private TaskCompletionSource _added = NewSignal();

    public WebhookCalls(Database database, IOptions<WebhooksOptions> options, TimeProvider clock)
    {
        (_database, _options, _clock) = (database, options.Value, clock);
        _news = new(AddAsync, new BatcherOptions());
        _done = new(SetDoneAsync, new BatcherOptions());
    }

    /// <summary>Completes when this process has written down a further event.</summary>
    public Task Added => _added.Task;

    /// <summary>Writes an event down, unless it is there; committed when this returns.</summary>
    public Task AddAsync(WebhookCall call, CancellationToken cancellationToken) => _news.AddAsync(call, cancellationToken);

    /// <summary>Takes calls that are due, those first that have been for longest.</summary>
    public async Task<IReadOnlyList<WebhookCall>> ClaimAsync(int limit, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        return await _database.QueryAsync(context =>
            context.ClaimCallsAsync(now, now + (Claim * _options.Timeout), limit, cancellationToken));
    }

    /// <summary>Whether there is time enough left for a call before somebody else may claim it.</summary>
    public bool IsClaimed(WebhookCall call) => _clock.GetUtcNow() <= call.DueAt - _options.Timeout;

    /// <summary>The receiver has the event, or wants it no more.</summary>
    public Task DoneAsync(WebhookCall call, CancellationToken cancellationToken) => _done.AddAsync(call.Id, cancellationToken);

    /// <summary>A try has failed: the next one comes later.</summary>
    /// <returns>When.</returns>
    public async Task<DateTimeOffset> PutOffAsync(WebhookCall call, Answer answer, CancellationToken cancellationToken)
    {
        var wait = Backoff.After(call.Failures + 1, _options.FirstBackoff, _options.LongestBackoff, Random.Shared.NextDouble());
        if (answer.RetryAfter > wait)
            wait = answer.RetryAfter < _options.LongestBackoff ? answer.RetryAfter.Value : _options.LongestBackoff;
        var dueAt = _clock.GetUtcNow() + wait;
        var failure = answer.Failure?[..Math.Min(answer.Failure.Length, WebhookCallMap.MaxFailureLength)];
        await _database.QueryAsync(context => context.WebhookCalls
            .Where(waiting => waiting.Id == call.Id)
            .ExecuteUpdateAsync(
                update => update
                    .SetProperty(waiting => waiting.DueAt, dueAt)
                    .SetProperty(waiting => waiting.Failures, call.Failures + 1)
                    .SetProperty(waiting => waiting.LastFailure, failure),
                cancellationToken));
        return dueAt;
    }

    public async ValueTask DisposeAsync()
    {
        await _news.DisposeAsync();
        await _done.DisposeAsync();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<IReadOnlyList<bool>> AddAsync(IReadOnlyList<WebhookCall> calls, CancellationToken cancellationToken)
    {
        await _database.QueryAsync(context => context.Rows.InsertMissingAsync(context, calls, cancellationToken));
        Interlocked.Exchange(ref _added, NewSignal()).SetResult();
        return new bool[calls.Count];
    }

    private async Task<IReadOnlyList<bool>> SetDoneAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        await _database.QueryAsync(context => context.WebhookCalls
            .Where(call => ids.Contains(call.Id))
            .ExecuteUpdateAsync(update => update.SetProperty(call => call.DoneAt, now), cancellationToken));
        return new bool[ids.Count];
    }
}
