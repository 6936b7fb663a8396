using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace StorePush.Pos;

public sealed partial class PosClient
{
    private ClientRun Begin(CancellationToken stopping)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_run is not null)
                throw new InvalidOperationException("This client runs already.");

            _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _run = new ClientRun(_options, _handled, _acks, _events, _machine, _clock, _logger, End, stopping);
        }
    }

    private void End()
    {
        lock (_gate)
            _run = null;
        _ended.TrySetResult();
    }

    private async Task HandleAsync(ClientRun run, Func<OrderMessage, CancellationToken, Task> handler)
    {
        while (await run.TakeAsync() is { } message)
        {
            var isHandled = false;
            Exception? failure = null;
            using var activity = PosTraces.Handle(message);
            try
            {
                await handler(message, run.Stopping);
                Finish(message);
                isHandled = true;
            }
            catch (OperationCanceledException) when (run.Stopping.IsCancellationRequested)
            {
                // Not handled: it rings at another terminal, or here the next time.
            }
            catch (Exception exception)
            {
                failure = exception;
            }
            finally
            {
                run.PutDown(message, isHandled);
            }

            // Told when the message may ring again, and no sooner.
            if (failure is not null)
            {
                PosMetrics.Failed.Add(1);
                activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
                LogFailed(_logger, message.Id, failure);
            }
        }
    }

    private void Finish(OrderMessage message)
    {
        if (_options.AcknowledgeMode == AcknowledgeMode.AfterHandler)
            _ = Acknowledge(message);
    }

    private Task Acknowledge(OrderMessage message)
    {
        if (!_handled.Contains(message))
        {
            PosMetrics.Handled.Add(1);
            Remember(message);
        }

        return _acks.Add(message.Id);
    }

    private void Remember(OrderMessage message)
    {
        try
        {
            _handled.Add(message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // The application has the message, so the acknowledgement is due: at worst it rings again after a restart.
            LogNotRemembered(_logger, message.Id, exception);
        }
    }

    private async Task GiveTimeAsync(Task handling)
    {
        try
        {
            await handling.WaitAsync(_options.CloseTimeout, _clock);
        }
        catch (TimeoutException)
        {
            LogLeft(_logger, _options.CloseTimeout.TotalSeconds);
        }
    }

    [LoggerMessage(LogLevel.Error, "The handler of message {MessageId} threw: it is not acknowledged and comes again")]
    private static partial void LogFailed(ILogger logger, Guid messageId, Exception exception);

    [LoggerMessage(LogLevel.Error, "Message {MessageId} was handled but could not be written to the file of handled messages")]
    private static partial void LogNotRemembered(ILogger logger, Guid messageId, Exception exception);

    [LoggerMessage(LogLevel.Warning, "A handler still runs {Seconds:0.#} s after it was told to end: the client ends without it")]
    private static partial void LogLeft(ILogger logger, double seconds);
}
