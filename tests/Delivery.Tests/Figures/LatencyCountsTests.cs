using StorePush.Delivery.Figures;

namespace StorePush.Delivery.Tests.Figures;

public sealed class LatencyCountsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(1_500)]
    [InlineData(86_400_000)]
    public void A_percentile_is_too_high_by_a_tenth_at_most(int milliseconds)
    {
        var counts = new LatencyCounts();
        counts.Add(TimeSpan.FromMilliseconds(milliseconds));

        counts.Percentile(0.5).ShouldBeInRange(milliseconds, Math.Max(1, (int)Math.Ceiling(milliseconds * 1.1)));
    }

    [Fact]
    public void Half_of_all_are_not_longer_than_the_median_and_one_of_a_hundred_may_be_longer_than_the_99th_percentile()
    {
        var counts = new LatencyCounts();
        foreach (var _ in Enumerable.Range(0, 99))
            counts.Add(TimeSpan.FromMilliseconds(10));
        counts.Add(TimeSpan.FromSeconds(10));

        counts.Percentile(0.50).ShouldBeInRange(10, 11);
        counts.Percentile(0.99).ShouldBeInRange(10, 11);
        counts.Percentile(1).ShouldBeInRange(10_000, 11_000);
    }

    [Fact]
    public void Counts_that_were_written_down_can_be_added_up()
    {
        var (first, second) = (new LatencyCounts(), new LatencyCounts());
        first.Add(TimeSpan.FromMilliseconds(10));
        first.Add(TimeSpan.FromDays(400));
        second.Add(TimeSpan.FromMilliseconds(10));

        second.Add(first.ToString());
        second.Add("");

        second.Total.ShouldBe(3);
        second.ToString().Split(',').Length.ShouldBe(2);
    }

    [Fact]
    public void A_clock_that_runs_behind_makes_no_time_negative()
    {
        var counts = new LatencyCounts();

        counts.Add(TimeSpan.FromSeconds(-1));

        counts.Percentile(0.5).ShouldBe(1);
    }
}
