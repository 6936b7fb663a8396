using Microsoft.Extensions.Time.Testing;
using StorePush.Cli.Load.Orders;

namespace StorePush.Cli.Tests.Load;

/// <summary>What is counted, with a clock that the tests turn.</summary>
public sealed class LoadOrderTests
{
    private static readonly string[] Stores = ["S1"];

    private readonly FakeTimeProvider _clock = new();
    private readonly OrderLedger _ledger;
    private readonly Guid _message = Guid.CreateVersion7();

    public LoadOrderTests() => _ledger = new OrderLedger("run", devicesPerStore: 2, _clock);

    [Fact]
    public void Times_are_told_from_the_intended_time_and_from_the_answer()
    {
        var order = Plan();
        After(milliseconds: 100);
        _ledger.Accept(order);
        After(milliseconds: 20);
        Receive(order);
        After(milliseconds: 5);
        _ledger.Settle(_message, device: 0);

        var latencies = _ledger.Measured.Latencies;
        latencies.IntendedToAccepted.Summary().P50.ShouldNotBeNull().ShouldBe(100, 0.1);
        latencies.IntendedToReceived.Summary().P50.ShouldNotBeNull().ShouldBe(120, 0.1);
        latencies.AcceptedToReceived.Summary().P50.ShouldNotBeNull().ShouldBe(20, 0.1);
        latencies.AcceptedToSettled.Summary().P50.ShouldNotBeNull().ShouldBe(25, 0.1);
        latencies.IntendedToSettled.Summary().P50.ShouldNotBeNull().ShouldBe(125, 0.2);
    }

    [Fact]
    public void A_caller_waits_until_the_order_is_as_far_as_it_wants()
    {
        var ledger = new OrderLedger("run", devicesPerStore: 2, _clock) { Until = OrderStep.Told };
        var order = ledger.Plan(Stores, _clock.GetTimestamp(), isMeasured: true);
        ledger.Accept(order);
        ledger.Receive(order.OrderId, _message, device: 0, connection: 1, push: 1);
        ledger.Settle(_message, device: 0);
        var reaching = order.ReachAsync();
        reaching.IsCompleted.ShouldBeFalse();

        After(milliseconds: 30);
        ledger.Tell(_message, device: 1);

        reaching.IsCompletedSuccessfully.ShouldBeTrue();
        ledger.Measured.Latencies.AcceptedToTold.Summary().P50.ShouldNotBeNull().ShouldBe(30, 0.1);
    }

    [Fact]
    public void A_frame_that_beats_the_answer_took_no_time()
    {
        var order = Plan();
        Receive(order);
        _ledger.Settle(_message, device: 0);
        After(milliseconds: 50);
        _ledger.Accept(order);

        _ledger.Measured.Latencies.AcceptedToReceived.Summary().Max.ShouldBe(0);
        _ledger.Measured.Latencies.AcceptedToSettled.Summary().Max.ShouldBe(0);
        (_ledger.NotReceived, _ledger.NotSettled).ShouldBe((0, 0));
    }

    [Fact]
    public void What_was_accepted_and_came_nowhere_is_lost()
    {
        _ledger.Accept(Plan());
        Receive(Plan());
        _ledger.Plan(Stores, _clock.GetTimestamp(), isMeasured: false);
        Plan().Counts.Refuse();

        _ledger.NotReceived.ShouldBe(1);
        _ledger.UnderWay().Count.ShouldBe(1);
        (_ledger.Measured.Counts.Placed, _ledger.Measured.Counts.InFlight).ShouldBe((3, 1));
    }

    [Fact]
    public void Warm_up_is_not_measured_but_must_not_be_lost_either()
    {
        _ledger.Accept(_ledger.Plan(Stores, _clock.GetTimestamp(), isMeasured: false));

        _ledger.Measured.Counts.Accepted.ShouldBe(0);
        _ledger.NotReceived.ShouldBe(1);
    }

    [Fact]
    public void Repeats_are_told_apart()
    {
        var order = Plan();
        Receive(order, device: 0, connection: 1, push: 1);
        Receive(order, device: 1, connection: 1, push: 1);
        _ledger.Measured.Counts.Repushed.ShouldBe(0);

        Receive(order, device: 0, connection: 1, push: 2);
        Receive(order, device: 1, connection: 2, push: 1);
        _ledger.Measured.Counts.Repushed.ShouldBe(2);
        _ledger.Measured.Counts.Repeated.ShouldBe(0);

        Receive(order, device: 0, connection: 1, push: 2);
        _ledger.Measured.Counts.Repeated.ShouldBe(1);

        Receive(order, device: 0, connection: 1, push: 1);
        _ledger.Measured.Counts.Repeated.ShouldBe(2);
    }

    [Theory]
    [InlineData(0.1, 0, 1)]
    [InlineData(60, 1, 0)]
    public void A_first_push_comes_after_the_second_only_as_long_as_its_handler_may_have_waited(double seconds, int repeated, int repushed)
    {
        var order = Plan();

        Receive(order, device: 0, connection: 1, push: 2);
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        Receive(order, device: 0, connection: 1, push: 1);

        (_ledger.Measured.Counts.Repeated, _ledger.Measured.Counts.Repushed).ShouldBe((repeated, repushed));
    }

    [Fact]
    public void The_same_push_twice_is_one_too_many_however_high_its_number()
    {
        var order = Plan();

        Receive(order, device: 0, connection: 1, push: 70);
        Receive(order, device: 0, connection: 1, push: 71);
        Receive(order, device: 0, connection: 1, push: 71);

        (_ledger.Measured.Counts.Repeated, _ledger.Measured.Counts.Repushed).ShouldBe((1, 1));
    }

    [Fact]
    public void A_push_that_may_have_crossed_with_the_acknowledgement_is_not_late()
    {
        var order = Plan();
        Receive(order, device: 0, connection: 1, push: 1);
        _ledger.Settle(_message, device: 0);

        After(milliseconds: 500);
        Receive(order, device: 1, connection: 1, push: 2);
        After(milliseconds: 1_000);
        Receive(order, device: 1, connection: 1, push: 2);
        _ledger.Measured.Counts.PushedAfterSettled.ShouldBe(0);

        Receive(order, device: 1, connection: 1, push: 3);
        _ledger.Measured.Counts.PushedAfterSettled.ShouldBe(1);
        _ledger.Measured.Counts.LatestPushAfterSettled.ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void An_order_is_everywhere_when_every_device_has_it_and_knows_that_it_is_settled()
    {
        var order = Plan();
        _ledger.Accept(order);
        Receive(order, device: 0);
        _ledger.Settle(_message, device: 0);
        order.IsEverywhere.ShouldBeFalse();

        Receive(order, device: 1);
        order.IsEverywhere.ShouldBeFalse();

        _ledger.Tell(_message, device: 1);
        order.IsEverywhere.ShouldBeTrue();
    }

    [Fact]
    public void Messages_of_another_run_are_none_of_ours()
    {
        _ledger.Receive("another-0", _message, 0, 1, 1);
        _ledger.Settle(_message, device: 0);

        _ledger.Measured.Counts.Received.ShouldBe(0);
    }

    private LoadOrder Plan() => _ledger.Plan(Stores, _clock.GetTimestamp(), isMeasured: true);

    private void Receive(LoadOrder order, int device = 0, int connection = 1, int push = 1) =>
        _ledger.Receive(order.OrderId, _message, device, connection, push);

    private void After(int milliseconds) => _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
}
