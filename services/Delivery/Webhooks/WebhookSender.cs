using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using StorePush.Delivery.Persistence;
using StorePush.Hosting.Telemetry;

namespace StorePush.Delivery.Webhooks;

/// <summary>Tells the receiver of what waits, a limited number of calls at a time.</summary>
/// <remarks>
/// <code>
///  [bus] --> [webhook_calls] --claim--> call --2xx, 410--> done
///                  ^                     |
///                  '----- due later -----'  any other answer, or none
/// </code>
/// A process that dies leaves its claims behind; when they run out the calls are made again. So the receiver may be told twice.
/// </remarks>
internal sealed partial class WebhookSender(
    WebhookCalls calls,
    WebhookClient client,
    Receiver receiver,
    WebhookRecorder recorder,
    SchemaMigrator schema,
    IOptions<WebhooksOptions> options,
    TimeProvider clock,
    ILogger<WebhookSender> logger) : BackgroundService
{
    /// <summary>How late a call is made of which this process is not told: a repeated one, or one of another process.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    /// <summary>For the answers to calls that are under way at a stop.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly LogThrottle _warnings = new(clock);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await schema.Ready.WaitAsync(stoppingToken);

        using var end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var stopping = stoppingToken.Register(() => end.CancelAfter(Grace));
        await Parallel.ForEachAsync(
            DueAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.MaxConcurrency },
            async (due, _) => await CallAsync(due.Call, due.BegunAt, end.Token));
    }

    /// <summary>The calls to make, each when somebody is free to make it. Ends with an exception at a stop.</summary>
    private async IAsyncEnumerable<(WebhookCall Call, DateTimeOffset BegunAt)> DueAsync(
        [EnumeratorCancellation] CancellationToken stoppingToken)
    {
        while (true)
        {
            stoppingToken.ThrowIfCancellationRequested();
            await receiver.ReadyAsync(stoppingToken);
            var added = calls.Added;
            var limit = receiver.IsHeld ? 1 : options.Value.MaxConcurrency;
            var due = await TryClaimAsync(limit, stoppingToken);
            foreach (var call in due)
            {
                await receiver.ReadyAsync(stoppingToken);
                if (calls.IsClaimed(call))
                    yield return (call, receiver.Begin());
            }

            if (due.Count < limit)
                await added.WaitAsync(Idle, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<IReadOnlyList<WebhookCall>> TryClaimAsync(int limit, CancellationToken stoppingToken)
    {
        try
        {
            return await calls.ClaimAsync(limit, stoppingToken);
        }
#pragma warning disable CA1031 // What can't be claimed now is claimed later; what it stands for must not end with one fault.
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // With the database away that is every second.
            if (_warnings.Passes(out var others))
                Log.NotClaimed(logger, others, exception);
            return [];
        }
    }

    private async Task CallAsync(WebhookCall call, DateTimeOffset begunAt, CancellationToken cancellationToken)
    {
        Answer? answer = null;
        try
        {
            answer = await client.PostAsync(call, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends before the answer came: the claim runs out, and the call is made again.
        }
        finally
        {
            receiver.Ended(begunAt, answer);
        }

        if (answer is not null)
            await recorder.RecordAsync(call, answer, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The webhooks that are due can't be read (and {Others} other times since the last such line)")]
        public static partial void NotClaimed(ILogger logger, long others, Exception exception);
    }
}
