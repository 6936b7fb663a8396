using StorePush.Cli.Load.Orders;

namespace StorePush.Cli.Tests.Load;

public sealed class OrderScheduleTests
{
    [Fact]
    public void Orders_are_counted_after_the_warm_up()
    {
        var schedule = new OrderSchedule(Amount.Of(2), Amount.Of(4));

        Plan(schedule, seconds: Enumerable.Range(0, 10)).ShouldBe([false, false, true, true, true, true]);
        schedule.Progress.ShouldBe(1);
    }

    [Fact]
    public void Times_are_counted_after_the_warm_up()
    {
        var schedule = new OrderSchedule(Amount.Of(TimeSpan.FromSeconds(2)), Amount.Of(TimeSpan.FromSeconds(3)));

        Plan(schedule, seconds: Enumerable.Range(0, 10)).ShouldBe([false, false, true, true, true]);
    }

    [Fact]
    public void Without_a_warm_up_the_first_order_counts()
    {
        var schedule = new OrderSchedule(Amount.Of(0), Amount.Of(4));
        Plan(schedule, seconds: [0, 0]).ShouldBe([true, true]);
        schedule.Progress.ShouldBe(0.5);
    }

    private static List<bool> Plan(OrderSchedule schedule, IEnumerable<int> seconds)
    {
        var planned = new List<bool>();
        foreach (var second in seconds)
        {
            if (!schedule.TryNext(TimeSpan.FromSeconds(second), out var isMeasured))
                break;
            planned.Add(isMeasured);
        }

        return planned;
    }
}
