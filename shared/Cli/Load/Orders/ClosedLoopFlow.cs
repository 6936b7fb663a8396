namespace StorePush.Cli.Load.Orders;

/// <summary>
/// So many callers, each of which places its next order when the one before was answered: as fast as StorePush accepts. It shows the
/// throughput; latencies are those of a fixed rate, because here a slow answer delays what would have been slow too.
/// </summary>
internal sealed class ClosedLoopFlow(int callers, Func<long, bool, Task> placeAsync, TimeProvider clock) : IOrderFlow
{
    public Task RunAsync(OrderSchedule schedule, CancellationToken stop)
    {
        var start = clock.GetTimestamp();
        return Task.WhenAll(Enumerable.Range(0, callers).Select(_ => CallAsync(start, schedule, stop)));
    }

    private async Task CallAsync(long start, OrderSchedule schedule, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && schedule.TryNext(clock.GetElapsedTime(start), out var isMeasured))
            await placeAsync(clock.GetTimestamp(), isMeasured);
    }
}
