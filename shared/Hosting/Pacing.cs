namespace StorePush.Hosting;

/// <summary>Does the same to many things, one after the other, over a time.</summary>
public static class Pacing
{
    /// <summary>A few need no pace: nobody wants to wait half a minute for them.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Does it to each; a cancelled one goes on at once, without pauses.</summary>
    /// <param name="all">The things.</param>
    /// <param name="period">Over what time; shorter when they are few, 0 at once.</param>
    /// <param name="act">What is done.</param>
    /// <param name="clock">By which the time passes.</param>
    /// <param name="cancellationToken">Ends the pauses, not the work.</param>
    public static async Task OneByOneAsync<T>(
        IReadOnlyList<T> all, TimeSpan period, Action<T> act, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(act);
        ArgumentNullException.ThrowIfNull(clock);

        var pause = TimeSpan.FromTicks(Math.Min(period.Ticks / Math.Max(all.Count, 1), MaxPause.Ticks));
        var startedAt = clock.GetTimestamp();
        for (var done = 0; done < all.Count; done++)
        {
            // By the clock, not by adding up pauses: timers are too coarse for thousands of short ones.
            var early = (pause * done) - clock.GetElapsedTime(startedAt);
            if (early > TimeSpan.Zero)
                await Task.Delay(early, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            act(all[done]);
        }
    }
}
