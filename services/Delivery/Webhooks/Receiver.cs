using Microsoft.Extensions.Options;

namespace StorePush.Delivery.Webhooks;

/// <summary>
/// Whether the receiver is worth a call now. One that has failed several times in a row, or asks to be left alone, gets one call at a time
/// with waits in between, until it takes one: a receiver that is away costs next to nothing, however many events wait for it.
/// </summary>
/// <remarks>Thread-safe. Knows of this process's calls alone.</remarks>
internal sealed class Receiver(IOptions<WebhooksOptions> options, TimeProvider clock)
{
    /// <summary>Fewer may be the fault of the events.</summary>
    public const int FailuresInARow = 5;

    /// <summary>How late it is noticed that the receiver is back.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private int _underWay;
    private int _failures;
    private int _holds;
    private DateTimeOffset _heldAt = DateTimeOffset.MinValue;
    private DateTimeOffset _heldUntil = DateTimeOffset.MinValue;

    /// <summary>Whether calls are made one by one.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_lock)
                return _holds > 0;
        }
    }

    /// <summary>Returns when a call may be made.</summary>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        while (MustWait())
            await Task.Delay(Pace, clock, cancellationToken);
    }

    /// <summary>A call begins.</summary>
    /// <returns>When, for <see cref="Ended"/>.</returns>
    public DateTimeOffset Begin()
    {
        lock (_lock)
        {
            _underWay++;
            return clock.GetUtcNow();
        }
    }

    /// <summary>A call has ended.</summary>
    /// <param name="begunAt">When it began.</param>
    /// <param name="answer">What came of it; null when nobody knows.</param>
    public void Ended(DateTimeOffset begunAt, Answer? answer)
    {
        lock (_lock)
        {
            _underWay--;
            if (answer?.Failure is not null)
                Failed(begunAt, answer.RetryAfter);
            else if (answer is not null)
                (_failures, _holds, _heldUntil) = (0, 0, DateTimeOffset.MinValue);
        }
    }

    private bool MustWait()
    {
        lock (_lock)
            return _holds > 0 && (_underWay > 0 || clock.GetUtcNow() < _heldUntil);
    }

    private void Failed(DateTimeOffset begunAt, TimeSpan? retryAfter)
    {
        _failures++;
        var now = clock.GetUtcNow();

        // Calls that were under way when the hold began say the same again: only those that followed make it longer.
        if (_failures >= FailuresInARow && begunAt >= _heldAt)
            Hold(now, Backoff.After(_holds + 1, options.Value.FirstBackoff, LongestHold, Random.Shared.NextDouble()));
        if (retryAfter > TimeSpan.Zero)
            Hold(now, retryAfter < options.Value.LongestBackoff ? retryAfter.Value : options.Value.LongestBackoff);
    }

    private void Hold(DateTimeOffset now, TimeSpan wait)
    {
        _holds++;
        _heldAt = now;
        if (_heldUntil < now + wait)
            _heldUntil = now + wait;
    }
}
