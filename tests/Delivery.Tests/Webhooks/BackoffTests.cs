using StorePush.Delivery.Webhooks;

namespace StorePush.Delivery.Tests.Webhooks;

public sealed class BackoffTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(3, 20)]
    [InlineData(10, 2_560)]
    [InlineData(11, 3_600)]
    [InlineData(5_000, 3_600)]
    public void A_wait_is_twice_the_one_before_up_to_the_longest(int failures, int seconds) =>
        Backoff.After(failures, First, Longest, chance: 1).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void What_failed_together_does_not_come_again_together()
    {
        Backoff.After(3, First, Longest, chance: 0).ShouldBe(TimeSpan.FromSeconds(10));
        Backoff.After(3, First, Longest, chance: 0.5).ShouldBe(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void A_day_of_failures_is_some_thirty_tries()
    {
        var (tries, waited) = (0, TimeSpan.Zero);
        while (waited < TimeSpan.FromDays(1))
            waited += Backoff.After(++tries, First, Longest, chance: 0.5);

        tries.ShouldBeInRange(30, 50);
    }
}
