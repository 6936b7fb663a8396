using StorePush.Delivery.Sagas;
using StorePush.Protocol;

namespace StorePush.Benchmarks.Codec;

/// <summary>An order of the size that the whole product is measured with.</summary>
internal static class Order
{
    private const int Bytes = 700;

    private static readonly DateTimeOffset AcceptedAt = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static DeliveryState Create() => new()
    {
        CorrelationId = Guid.CreateVersion7(),
        State = "Pending",
        Kind = MessageKinds.OrderPlaced,
        Platform = Platforms.Meituan,
        StoreId = "store-1",
        OrderId = "order-1001",
        AcceptedAt = AcceptedAt,
        ExpiresAt = AcceptedAt.AddMinutes(30),
        Payload = System.Text.Encoding.UTF8.GetBytes($$"""{"pad":"{{new string('x', Bytes - 10)}}"}"""),
    };
}
