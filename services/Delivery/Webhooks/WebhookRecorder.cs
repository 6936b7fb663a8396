using StorePush.Hosting.Telemetry;

namespace StorePush.Delivery.Webhooks;

/// <summary>Writes down what came of each call, counts it, and says what failed.</summary>
/// <remarks>While the database is away the answer is held, and with it the caller's place: no further calls are made in vain.</remarks>
internal sealed partial class WebhookRecorder(
    WebhookCalls calls, WebhookMetrics metrics, TimeProvider clock, ILogger<WebhookRecorder> logger)
{
    private readonly LogThrottle _failures = new(clock);
    private readonly LogThrottle _warnings = new(clock);

    public async Task RecordAsync(WebhookCall call, Answer answer, CancellationToken cancellationToken)
    {
        try
        {
            await HoldOnTransientFaults.RunAsync(() => WriteAsync(call, answer, cancellationToken), clock, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends while the database is away: the call is made again.
        }
#pragma warning disable CA1031 // The call is made again; one that can't be written down must not end all others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (_warnings.Passes(out var others))
                Log.NotRecorded(logger, call.Id, others, exception);
        }
    }

    private async Task WriteAsync(WebhookCall call, Answer answer, CancellationToken cancellationToken)
    {
        if (answer.Failure is not null)
        {
            var dueAt = await calls.PutOffAsync(call, answer, cancellationToken);
            metrics.Failed(answer.FailureClass);
            if (_failures.Passes(out var others))
                Log.Failed(logger, call.Id, answer.Failure, call.Failures + 1, dueAt, others);
            return;
        }

        await calls.DoneAsync(call, cancellationToken);
        if (answer.IsGone)
            metrics.GaveUp(WebhookMetrics.Gone, 1);
        else
            metrics.Sent();
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The webhook {Id} was not taken ({Failure}, {Failures} times by now) and is tried again at {DueAt:u} (and {Others} others since the last such line)")]
        public static partial void Failed(ILogger logger, string id, string failure, int failures, DateTimeOffset dueAt, long others);

        [LoggerMessage(2, LogLevel.Error, "What came of the webhook {Id} can't be written down: it is sent again (and {Others} others since the last such line)")]
        public static partial void NotRecorded(ILogger logger, string id, long others, Exception exception);
    }
}
