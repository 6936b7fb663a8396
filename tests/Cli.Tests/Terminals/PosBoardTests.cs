using Microsoft.Extensions.Time.Testing;
using StorePush.Cli.Terminals;
using StorePush.Pos;
using StorePush.Protocol;

namespace StorePush.Cli.Tests.Terminals;

public sealed class PosBoardTests
{
    private readonly PosBoard _board = new(new FakeTimeProvider());

    [Fact]
    public void A_message_that_comes_again_rings_once_and_keeps_its_place_and_its_time()
    {
        var (first, second) = (Order("1"), Order("2"));
        _board.Ring(first).ShouldBeTrue();
        _board.Ring(second).ShouldBeTrue();

        _board.Ring(first with { Push = 2 }).ShouldBeFalse();

        _board.Picture().Ringing.ShouldBe([new RingingOrder(first, 2), new RingingOrder(second, 1)]);
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
