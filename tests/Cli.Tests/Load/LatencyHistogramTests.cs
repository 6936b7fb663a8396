using StorePush.Cli.Load.Measurements;

namespace StorePush.Cli.Tests.Load;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentiles_are_those_of_the_values_to_three_digits()
    {
        var histogram = new LatencyHistogram();
        for (var milliseconds = 1; milliseconds <= 1_000; milliseconds++)
            histogram.Record(TimeSpan.FromMilliseconds(milliseconds));

        var summary = histogram.Summary();
        summary.Count.ShouldBe(1_000);
        summary.P50.ShouldNotBeNull().ShouldBe(500, 1);
        summary.P90.ShouldNotBeNull().ShouldBe(900, 1);
        summary.P99.ShouldNotBeNull().ShouldBe(990, 1);
        summary.P999.ShouldNotBeNull().ShouldBe(999, 1);
        summary.Max.ShouldNotBeNull().ShouldBe(1_000, 1);
    }

    [Fact]
    public void Microseconds_count() => Of(TimeSpan.FromMicroseconds(250)).P50.ShouldNotBeNull().ShouldBe(0.25, 0.001);

    [Fact]
    public void Below_zero_is_zero() => Of(TimeSpan.FromMilliseconds(-5)).Max.ShouldBe(0);

    [Fact]
    public void Past_the_end_is_the_end() =>
        Of(TimeSpan.FromDays(1)).Max.ShouldNotBeNull().ShouldBe(TimeSpan.FromHours(1).TotalMilliseconds, 4_000);

    [Fact]
    public void Nothing_has_no_percentiles() =>
        new LatencyHistogram().Summary().ShouldBe(new LatencySummary(0, null, null, null, null, null));

    private static LatencySummary Of(TimeSpan latency)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(latency);
        return histogram.Summary();
    }
}
