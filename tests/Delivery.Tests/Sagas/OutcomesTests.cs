namespace StorePush.Delivery.Tests.Sagas;

/// <summary>What is counted of messages and acknowledgements.</summary>
public sealed class OutcomesTests
{
    private const string Repeated = "storepush.delivery.acks{result=repeated}";
    private const string Late = "storepush.delivery.acks{result=late}";
    private const string Foreign = "storepush.delivery.acks{result=foreign}";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_first_acknowledgement_counts_as_a_delivery_and_how_long_it_took()
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync("Pending");

        await saga.PublishAsync(saga.Acknowledged("till-1", SagaHarness.Start + Second));

        saga.Measured.Sums.ShouldBe(
            new Dictionary<string, double>
            {
                ["storepush.delivery.acks{result=first}"] = 1,
                ["storepush.delivery.delivered"] = 1,
                ["storepush.delivery.duration"] = 1,
            },
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("Delivered", "S1", Repeated)]
    [InlineData("Delivered", "S2", Foreign)]
    [InlineData("Expired", "S1", Late)]
    [InlineData("Expired", "S2", Foreign)]
    public async Task An_acknowledgement_that_settles_nothing_counts_as_what_it_is(string state, string storeId, string counted)
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync(state);
        var before = saga.Measured.Sums.ToDictionary();

        await saga.PublishAsync(saga.Acknowledged("till-2", SagaHarness.Start + SagaHarness.TimeToLive, storeId));

        before[counted] = 1;
        saga.Measured.Sums.ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task An_acknowledgement_of_another_stores_device_counts_as_foreign()
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync("Pending");

        await saga.PublishAsync(saga.Acknowledged("till-1", SagaHarness.Start, storeId: "S2"));

        saga.Measured.Sums.ShouldHaveSingleItem().ShouldBe(new(Foreign, 1));
    }

    [Fact]
    public async Task An_acknowledgement_at_the_moment_of_expiry_counts_as_late_and_the_message_as_expired()
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync("Pending");

        await saga.PublishAsync(saga.Acknowledged("till-1", SagaHarness.Start + SagaHarness.TimeToLive));

        saga.Measured.Sums.ShouldBe(
            new Dictionary<string, double> { ["storepush.delivery.expired{online=false}"] = 1, [Late] = 1 }, ignoreOrder: true);
    }

    [Theory]
    [InlineData(0, true, "false")]
    [InlineData(2, false, "false")]
    [InlineData(2, true, "true")]
    public async Task A_message_that_was_pushed_and_was_to_be_pushed_again_expires_for_a_store_that_was_online(
        int pushes, bool isScheduled, string online)
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync("Pending");
        saga.Message.Pushes = pushes;
        saga.Message.NextPushAt = isScheduled ? SagaHarness.Start + SagaHarness.TimeToLive + Second : null;
        saga.Clock.Advance(SagaHarness.TimeToLive);

        await saga.PublishAsync(saga.Elapsed());

        saga.Measured.Sums.ShouldHaveSingleItem().ShouldBe(new($"storepush.delivery.expired{{online={online}}}", 1));
    }

    [Fact]
    public async Task What_is_held_after_the_commit_is_counted_once()
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync("Pending");
        saga.Store.FailOnce();

        await saga.PublishDuringFaultAsync(saga.Acknowledged("till-1", SagaHarness.Start));

        saga.Store.Settled.Count.ShouldBe(2);
        saga.Measured.Sums["storepush.delivery.delivered"].ShouldBe(1);
    }
}
