using StorePush.Contracts;

namespace StorePush.Delivery.Tests.Sagas;

/// <summary>Every state with every event.</summary>
public sealed class DeliveryStateMachineTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_placed_order_is_pending_and_is_pushed_once()
    {
        await using var saga = await SagaHarness.StartAsync();

        await saga.PublishAsync(saga.Placed());

        var message = saga.Message;
        message.State.ShouldBe("Pending");
        message.Kind.ShouldBe("order.placed");
        (message.Platform, message.StoreId, message.OrderId).ShouldBe(("meituan", "S1", "1001"));
        message.Payload.ShouldBe("""{"qty":1.10}"""u8.ToArray());
        message.ExpiresAt.ShouldBe(SagaHarness.Start + SagaHarness.TimeToLive);
        message.NextPushAt.ShouldBe(SagaHarness.Start + TimeSpan.FromSeconds(10));
        message.Pushes.ShouldBe(0);
        saga.Store.Pushed.ShouldBe([saga.MessageId]);
    }

    [Fact]
    public async Task The_first_push_is_counted_in_the_row_that_is_inserted()
    {
        await using var saga = await SagaHarness.StartAsync();
        saga.Store.IsOnline = true;

        await saga.PublishAsync(saga.Placed());

        saga.Message.Pushes.ShouldBe(1);
        saga.Store.Pushed.ShouldBe([saga.MessageId]);
    }

    [Fact]
    public async Task A_cancellation_needs_no_order_before_it()
    {
        await using var saga = await SagaHarness.StartAsync();

        await saga.PublishAsync(saga.Cancelled());

        var message = saga.Message;
        message.State.ShouldBe("Pending");
        message.Kind.ShouldBe("order.cancelled");
        message.Reason.ShouldBe("out of stock");
        message.Payload.ShouldBe("""{"by":"customer"}"""u8.ToArray());
        saga.Store.Pushed.ShouldBe([saga.MessageId]);
    }

    [Theory]
    [InlineData("order.placed")]
    [InlineData("order.cancelled")]
    public async Task A_push_that_fails_after_the_commit_is_held_until_it_gets_through(string kind)
    {
        await using var saga = await SagaHarness.StartAsync();
        saga.Store.FailOnce();

        await (kind == "order.placed" ? saga.PublishDuringFaultAsync(saga.Placed()) : saga.PublishDuringFaultAsync(saga.Cancelled()));

        saga.Store.Pushed.ShouldBe([saga.MessageId, saga.MessageId]);
        // What the first try sent may have arrived, so the second has a number of its own.
        saga.Store.PushedAgain.ShouldBe([saga.MessageId]);
        saga.AnyFault.ShouldBeFalse();
    }

    [Fact]
    public async Task A_message_is_counted_once_however_often_it_is_told_of()
    {
        await using var saga = await SagaHarness.StartAsync();
        saga.Store.FailOnce();

        await saga.PublishDuringFaultAsync(saga.Placed());
        await saga.PublishAsync(saga.Placed());
        saga.Figures.ShouldBe((1, 0, 0));

        await saga.PublishAsync(saga.Acknowledged("till-1", SagaHarness.Start + Second));
        await saga.PublishAsync(saga.Acknowledged("till-1", SagaHarness.Start + Second));
        await saga.PublishAsync(saga.Acknowledged("till-2", SagaHarness.Start + Second));
        await saga.PublishAsync(saga.Elapsed());
        saga.Figures.ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task A_message_that_nobody_took_is_counted_as_expired()
    {
        await using var saga = await SagaHarness.StartAsync();

        await saga.InAsync("Expired");

        saga.Figures.ShouldBe((1, 0, 1));
    }

    [Fact]
    public async Task An_acknowledgement_of_an_unknown_message_is_dropped()
    {
        await using var saga = await SagaHarness.StartAsync();

        await saga.PublishAsync(saga.Acknowledged("till-1", SagaHarness.Start));

        saga.Exists.ShouldBeFalse();
        saga.AnyFault.ShouldBeFalse();
        saga.Published<MessageDelivered>().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_expiry_of_an_unknown_message_is_dropped()
    {
        await using var saga = await SagaHarness.StartAsync();

        await saga.PublishAsync(saga.Elapsed());

        saga.Exists.ShouldBeFalse();
        saga.AnyFault.ShouldBeFalse();
    }

    [Fact]
    public async Task A_platform_that_posts_an_order_again_makes_nobody_ring_again()
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync("Pending");

        await saga.PublishAsync(saga.Placed());

        saga.Store.Pushed.ShouldBe([saga.MessageId]);
        saga.Message.State.ShouldBe("Pending");
    }

    [Fact]
    public async Task The_first_acknowledgement_delivers_the_message_for_the_whole_store()
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync("Pending");

        await saga.PublishAsync(saga.Acknowledged("till-1", SagaHarness.Start + Second));

        var message = saga.Message;
        message.State.ShouldBe("Delivered");
        message.DeliveredBy.ShouldBe("till-1");
        message.SettledAt.ShouldBe(SagaHarness.Start + Second);
        message.NextPushAt.ShouldBeNull();
        saga.Store.Settled.ShouldBe([saga.MessageId]);
        saga.Published<MessageDelivered>().ShouldHaveSingleItem().ShouldBe(new MessageDelivered
        {
            MessageId = saga.MessageId,
            Kind = "order.placed",
            Platform = "meituan",
            StoreId = "S1",
            OrderId = "1001",
            DeviceId = "till-1",
            AcceptedAt = SagaHarness.Start,
            DeliveredAt = SagaHarness.Start + Second,
            Pushes = 0,
        });
    }

    [Fact]
    public async Task An_acknowledgement_of_another_stores_device_settles_nothing()
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync("Pending");

        await saga.PublishAsync(saga.Acknowledged("till-1", SagaHarness.Start, storeId: "S2"));

        saga.Message.State.ShouldBe("Pending");
        saga.Published<MessageDelivered>().ShouldBeEmpty();
        saga.AnyFault.ShouldBeFalse();
    }

    [Fact]
    public async Task An_acknowledgement_that_reached_the_edge_in_time_counts_however_long_the_queue_was()
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync("Pending");
        saga.Clock.Advance(SagaHarness.TimeToLive + Second);

        await saga.PublishAsync(saga.Acknowledged("till-1", SagaHarness.Start + SagaHarness.TimeToLive - Second));

        saga.Message.State.ShouldBe("Delivered");
    }

    [Fact]
    public async Task An_acknowledgement_at_the_moment_of_expiry_is_too_late()
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync("Pending");
        saga.Clock.Advance(SagaHarness.TimeToLive);

        await saga.PublishAsync(saga.Acknowledged("till-1", SagaHarness.Start + SagaHarness.TimeToLive));

        var message = saga.Message;
        message.State.ShouldBe("Expired");
        message.DeliveredBy.ShouldBeNull();
        saga.Published<MessageDelivered>().ShouldBeEmpty();
        saga.Published<MessageExpired>().ShouldHaveSingleItem();
        saga.Store.Settled.ShouldBe([saga.MessageId]);
    }

    [Fact]
    public async Task A_message_whose_time_is_over_expires()
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync("Pending");
        saga.Clock.Advance(SagaHarness.TimeToLive);

        await saga.PublishAsync(saga.Elapsed());

        var message = saga.Message;
        message.State.ShouldBe("Expired");
        message.NextPushAt.ShouldBeNull();
        saga.Store.Settled.ShouldBe([saga.MessageId]);
        saga.Published<MessageExpired>().ShouldHaveSingleItem().ShouldBe(new MessageExpired
        {
            MessageId = saga.MessageId,
            Kind = "order.placed",
            Platform = "meituan",
            StoreId = "S1",
            OrderId = "1001",
            AcceptedAt = SagaHarness.Start,
            ExpiredAt = SagaHarness.Start + SagaHarness.TimeToLive,
            Pushes = 0,
        });
    }

    [Fact]
    public async Task An_expiry_before_its_time_is_ignored()
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync("Pending");
        saga.Clock.Advance(SagaHarness.TimeToLive - Second);

        await saga.PublishAsync(saga.Elapsed());

        saga.Message.State.ShouldBe("Pending");
        saga.Published<MessageExpired>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Delivered")]
    [InlineData("Expired")]
    public async Task An_order_that_comes_again_does_not_revive_a_settled_message(string state)
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync(state);

        await saga.PublishAsync(saga.Placed());
        await saga.PublishAsync(saga.Cancelled());

        saga.Message.State.ShouldBe(state);
        saga.Store.Pushed.ShouldBe([saga.MessageId]);
        saga.AnyFault.ShouldBeFalse();
    }

    [Theory]
    [InlineData("till-1")]
    [InlineData("till-2")]
    public async Task A_later_acknowledgement_changes_nothing_in_a_delivered_message(string deviceId)
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync("Delivered");

        await saga.PublishAsync(saga.Acknowledged(deviceId, SagaHarness.Start + Second));

        var message = saga.Message;
        (message.DeliveredBy, message.SettledAt).ShouldBe(("till-1", SagaHarness.Start));
        saga.Published<MessageDelivered>().ShouldHaveSingleItem();
        saga.AnyFault.ShouldBeFalse();
    }

    [Fact]
    public async Task The_winning_acknowledgement_delivered_again_publishes_MessageDelivered_again()
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync("Delivered");

        await saga.PublishAsync(saga.Acknowledged("till-1", SagaHarness.Start));

        saga.Published<MessageDelivered>().Length.ShouldBe(2);
        saga.Published<MessageDelivered>().Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_settlement_that_fails_after_the_commit_of_a_delivery_is_held_until_it_gets_through()
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync("Pending");
        saga.Store.FailOnce();

        await saga.PublishDuringFaultAsync(saga.Acknowledged("till-1", SagaHarness.Start));

        saga.Store.Settled.ShouldBe([saga.MessageId, saga.MessageId]);
        saga.Published<MessageDelivered>().ShouldHaveSingleItem();
        saga.AnyFault.ShouldBeFalse();
    }

    [Fact]
    public async Task An_expiry_of_a_delivered_message_is_ignored()
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync("Delivered");
        saga.Clock.Advance(SagaHarness.TimeToLive);

        await saga.PublishAsync(saga.Elapsed());

        saga.Message.State.ShouldBe("Delivered");
        saga.Published<MessageExpired>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_late_acknowledgement_of_an_expired_message_is_ignored()
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync("Expired");

        await saga.PublishAsync(saga.Acknowledged("till-1", SagaHarness.Start + SagaHarness.TimeToLive));

        var message = saga.Message;
        (message.State, message.DeliveredBy).ShouldBe(("Expired", null));
        saga.Published<MessageDelivered>().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_acknowledgement_that_was_in_time_and_came_after_the_expiry_delivers()
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync("Expired");
        var acknowledgedAt = SagaHarness.Start + SagaHarness.TimeToLive - TimeSpan.FromMilliseconds(1);

        await saga.PublishAsync(saga.Acknowledged("till-1", acknowledgedAt));

        var message = saga.Message;
        (message.State, message.DeliveredBy, message.SettledAt).ShouldBe(("Delivered", "till-1", acknowledgedAt));
        saga.Published<MessageDelivered>().ShouldHaveSingleItem().DeliveredAt.ShouldBe(acknowledgedAt);
    }

    [Fact]
    public async Task A_message_expires_once()
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync("Expired");

        await saga.PublishAsync(saga.Elapsed());

        saga.Published<MessageExpired>().ShouldHaveSingleItem();
        saga.Store.Settled.ShouldBe([saga.MessageId]);
    }

    [Fact]
    public async Task A_settlement_that_fails_after_the_commit_of_an_expiry_is_held_until_it_gets_through()
    {
        await using var saga = await SagaHarness.StartAsync();
        await saga.InAsync("Pending");
        saga.Clock.Advance(SagaHarness.TimeToLive);
        saga.Store.FailOnce();

        await saga.PublishDuringFaultAsync(saga.Elapsed());

        saga.Store.Settled.ShouldBe([saga.MessageId, saga.MessageId]);
        saga.Published<MessageExpired>().ShouldHaveSingleItem();
        saga.AnyFault.ShouldBeFalse();
    }
}
