using Microsoft.Extensions.Time.Testing;
using StorePush.Cli.Terminals;
using StorePush.Pos;
using StorePush.Protocol;

namespace StorePush.Cli.Tests.Terminals;

public sealed class PosBoardTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly PosBoard _board;

    public PosBoardTests() => _board = new PosBoard(_clock);

    [Fact]
    public void A_message_that_comes_again_rings_once_and_keeps_its_place_and_its_time()
    {
        var (first, second) = (Order("1"), Order("2"));
        _board.Ring(first).ShouldBeTrue();
        _board.Ring(second).ShouldBeTrue();
        var rangAt = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromSeconds(10));

        _board.Ring(first with { Push = 2 }).ShouldBeFalse();

        _board.Picture().Ringing.ShouldBe([new RingingOrder(first, 2, rangAt), new RingingOrder(second, 1, rangAt)]);
    }

    [Fact]
    public void A_message_that_came_again_is_acknowledged_once_and_then_rings_no_more()
    {
        var order = Order("1");
        _board.Ring(order);
        _board.Ring(order with { Push = 2 });

        _board.TakeToAcknowledge(0).ShouldBe([order]);
        _board.Ring(order with { Push = 3 });
        _board.TakeToAcknowledge(0).ShouldBeEmpty();
        _board.Finish(order.Id, "acknowledged here");

        _board.Picture().Ringing.ShouldBeEmpty();
    }

    [Fact]
    public void A_message_rings_no_longer_than_it_is_valid_whatever_the_time_on_the_wall()
    {
        var (first, second) = (Order("1"), Order("2"));
        _board.Ring(first);
        _clock.Advance(TimeSpan.FromMinutes(10));
        _board.Ring(second);
        _clock.Advance(TimeSpan.FromMinutes(20));
        _board.Overdue().ShouldBeEmpty();

        _clock.Advance(TimeSpan.FromMilliseconds(1));

        _board.Overdue().ShouldBe([first.Id]);
    }

    [Fact]
    public void The_next_message_to_acknowledge_is_the_oldest_that_is_not_acknowledged_yet()
    {
        var (first, second) = (Order("1"), Order("2"));
        _board.Ring(first);
        _board.Ring(second);

        _board.TakeToAcknowledge().ShouldBe(first);
        _board.TakeToAcknowledge().ShouldBe(second);
        _board.TakeToAcknowledge().ShouldBeNull();
    }

    private static OrderMessage Order(string orderId) => new()
    {
        Id = Guid.CreateVersion7(),
        Kind = MessageKinds.OrderPlaced,
        Platform = Platforms.Meituan,
        StoreId = "S1",
        OrderId = orderId,
        AcceptedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.UnixEpoch.AddMinutes(30),
        Push = 1,
    };
}
