namespace StorePush.Cli.Load.Orders;

/// <summary>
/// Places orders at a fixed rate, whatever became of those before. An order that can't begin when it is due, because too many are under
/// way, keeps the time at which it was due: its latency counts from there.
/// </summary>
internal sealed class FixedRateFlow(
    double ordersPerSecond, int maxInFlight, Func<long, bool, Task> placeAsync, TimeProvider clock) : IOrderFlow
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(1);

    public async Task RunAsync(OrderSchedule schedule, CancellationToken stop)
    {
        using var slots = new SemaphoreSlim(maxInFlight, maxInFlight);
        using var pace = new PeriodicTimer(Pace, clock);
        var start = clock.GetTimestamp();
        try
        {
            for (var number = 0L; ; number++)
            {
                var due = TimeSpan.FromSeconds(number / ordersPerSecond);
                if (!schedule.TryNext(due, out var isMeasured))
                    break;

                while (clock.GetElapsedTime(start) < due)
                    await pace.WaitForNextTickAsync(stop);
                await slots.WaitAsync(stop);
                _ = PlaceAsync(start + (long)(due.TotalSeconds * clock.TimestampFrequency), isMeasured, slots);
            }
        }
        catch (OperationCanceledException)
        {
            // What has begun is still waited for.
        }

        for (var slot = 0; slot < maxInFlight; slot++)
            await slots.WaitAsync(CancellationToken.None);
    }

    private async Task PlaceAsync(long intendedAt, bool isMeasured, SemaphoreSlim slots)
    {
        try
        {
            await placeAsync(intendedAt, isMeasured);
        }
        finally
        {
            slots.Release();
        }
    }
}
