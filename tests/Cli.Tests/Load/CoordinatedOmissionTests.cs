using StorePush.Cli.Load.Orders;

namespace StorePush.Cli.Tests.Load;

/// <summary>A server that stalls must show, though it answers each call quickly once it is asked.</summary>
public sealed class CoordinatedOmissionTests
{
    private static readonly string[] Stores = ["S1"];
    private static readonly TimeSpan Stall = TimeSpan.FromMilliseconds(400);
    private static readonly TimeProvider Clock = TimeProvider.System;

    [Fact]
    public async Task A_stall_raises_the_percentiles_of_a_fixed_rate()
    {
        var ledger = new OrderLedger("run", 1, Clock);
        Task? stalled = null;
        var flow = new FixedRateFlow(
            ordersPerSecond: 200,
            maxInFlight: 1,
            async (intendedAt, isMeasured) =>
            {
                await (stalled ??= Task.Delay(Stall, Clock, TestContext.Current.CancellationToken));
                ledger.Accept(ledger.Plan(Stores, intendedAt, isMeasured));
            },
            Clock);

        await flow.RunAsync(new OrderSchedule(Amount.Of(0), Amount.Of(160)), TestContext.Current.CancellationToken).Soon();

        // 160 orders in 0.8 s, and one at a time: whoever measures from the call on sees one slow answer. Half of them had to wait.
        var waited = ledger.Measured.Latencies.IntendedToAccepted.Summary();
        waited.Count.ShouldBe(160);
        waited.P90.ShouldNotBeNull().ShouldBeGreaterThan(200);
        waited.Max.ShouldNotBeNull().ShouldBeGreaterThan(390);
    }

    [Fact]
    public async Task Without_a_stall_the_percentiles_are_low()
    {
        var ledger = new OrderLedger("run", 1, Clock);
        var flow = new FixedRateFlow(
            ordersPerSecond: 200,
            maxInFlight: 1,
            (intendedAt, isMeasured) =>
            {
                ledger.Accept(ledger.Plan(Stores, intendedAt, isMeasured));
                return Task.CompletedTask;
            },
            Clock);

        await flow.RunAsync(new OrderSchedule(Amount.Of(20), Amount.Of(40)), TestContext.Current.CancellationToken).Soon();

        ledger.WarmUp.Counts.Accepted.ShouldBe(20);
        ledger.Measured.Latencies.IntendedToAccepted.Summary().P50.ShouldNotBeNull().ShouldBeLessThan(200);
    }
}
