namespace StorePush.Contracts.Tests.Messages;

/// <summary>One message of each contract with every field set, and one without the optional fields where there are some.</summary>
internal static class Samples
{
    private const string BareVariant = ".Bare";
    private const string EdgeId = "edge-1";
    private const string StoreId = "S1";
    private const string DeviceId = "till-1";
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static readonly Guid MessageId = new("6f1c2f3a-0d5b-5c55-9a34-2f4b8f4f7a10");
    private static readonly Guid ConnectionId = new("01942f3a-7c11-7d52-b1a0-5d1e8c1f4a27");
    private static readonly DateTimeOffset AcceptedAt = new(2026, 11, 23, 8, 15, 30, 123, TimeSpan.Zero);
    private static readonly DateTimeOffset ExpiresAt = AcceptedAt.AddMinutes(30);

    private static readonly ReplayCursor Cursor = new() { AcceptedAt = AcceptedAt, MessageId = MessageId };

    private static readonly DeviceRevoked Revoked = new() { StoreId = StoreId, DeviceId = DeviceId, RevokedAt = AcceptedAt };

    private static readonly DeviceConnected Connected = new()
    {
        EdgeId = EdgeId,
        StoreId = StoreId,
        DeviceId = DeviceId,
        ConnectionId = ConnectionId,
        ConnectedAt = AcceptedAt,
        TokenIssuedAt = AcceptedAt.AddHours(-1),
    };

    private static readonly MessagePush Push = new()
    {
        MessageId = MessageId,
        StoreId = StoreId,
        ExpiresAt = ExpiresAt,
        ConnectionIds = [ConnectionId],
        IsRepeat = true,
        Push = 2,
        Frame = RawJson.Parse("""{"type":"message","order":{"dish":"麻婆豆腐","price":38.50}}"""),
        TraceParent = TraceParent,
    };

    private static readonly OrderPlaced Placed = new()
    {
        MessageId = MessageId,
        Platform = "meituan",
        StoreId = StoreId,
        OrderId = "1001",
        AcceptedAt = AcceptedAt,
        ExpiresAt = ExpiresAt,
        PlacedAt = AcceptedAt.AddSeconds(-1),
        Order = RawJson.Parse("""{"dish":"麻婆豆腐","price":38.50}"""),
    };

    private static readonly OrderCancelled Cancelled = new()
    {
        MessageId = MessageId,
        Platform = "ebai",
        StoreId = StoreId,
        OrderId = "1001",
        AcceptedAt = AcceptedAt,
        ExpiresAt = ExpiresAt,
        CancelledAt = AcceptedAt.AddSeconds(-1),
        Reason = "顾客取消",
        Detail = RawJson.Parse("""{"refund":38.50}"""),
    };

    private static readonly DeviceAcknowledged Acknowledged = new()
    {
        MessageId = MessageId,
        StoreId = StoreId,
        DeviceId = DeviceId,
        AcknowledgedAt = AcceptedAt.AddSeconds(2),
        TraceParent = TraceParent,
    };

    private static readonly PushToStore PushToStore =
        new() { EdgeId = EdgeId, Pushes = [Push], ReplayOf = ConnectionId, After = Cursor, Next = Cursor };

    private static readonly MessageSettlement Settlement = new()
    {
        MessageId = MessageId,
        StoreId = StoreId,
        ConnectionIds = [ConnectionId],
        Status = "delivered",
        By = DeviceId,
    };

    public static IReadOnlyList<Sample> All { get; } =
    [
        Sample.Of(Placed),
        Sample.Of(Placed with { PlacedAt = null }, BareVariant),
        Sample.Of(Cancelled),
        Sample.Of(Cancelled with { CancelledAt = null, Reason = null, Detail = null }, BareVariant),
        Sample.Of(new MessageDelivered
        {
            MessageId = MessageId,
            Kind = "order.placed",
            Platform = "meituan",
            StoreId = StoreId,
            OrderId = "1001",
            DeviceId = DeviceId,
            AcceptedAt = AcceptedAt,
            DeliveredAt = AcceptedAt.AddSeconds(2),
            Pushes = 1,
        }),
        Sample.Of(new MessageExpired
        {
            MessageId = MessageId,
            Kind = "order.placed",
            Platform = "meituan",
            StoreId = StoreId,
            OrderId = "1001",
            AcceptedAt = AcceptedAt,
            ExpiredAt = ExpiresAt,
            Pushes = 32,
        }),
        Sample.Of(new ExpiryElapsed { MessageId = MessageId }),
        Sample.Of(Acknowledged),
        Sample.Of(Acknowledged with { TraceParent = null }, BareVariant),
        Sample.Of(new DevicesAcknowledged { Acknowledgements = [Acknowledged] }),
        Sample.Of(Connected),
        Sample.Of(new DevicesConnected { Devices = [Connected] }),
        Sample.Of(new DevicesDisconnected { EdgeId = EdgeId, ConnectionIds = [ConnectionId] }),
        Sample.Of(new NothingPending { EdgeId = EdgeId, ConnectionIds = [ConnectionId] }),
        Sample.Of(Revoked),
        Sample.Of(Cursor),
        Sample.Of(new ReplayRequested { EdgeId = EdgeId, StoreId = StoreId, ConnectionId = ConnectionId, After = Cursor }),
        Sample.Of(new CloseConnection { EdgeId = EdgeId, ConnectionId = ConnectionId, Code = 4403 }),
        Sample.Of(new EdgeHeartbeat { EdgeId = EdgeId, Starting = true }),
        Sample.Of(Push),
        Sample.Of(Push with { TraceParent = null }, BareVariant),
        Sample.Of(new PrepareEdge { EdgeId = EdgeId, Revocations = [Revoked], HasMore = true }),
        Sample.Of(PushToStore),
        Sample.Of(PushToStore with { ReplayOf = null, After = null, Next = null }, BareVariant),
        Sample.Of(Settlement),
        Sample.Of(Settlement with { Status = "expired", By = null }, BareVariant),
        Sample.Of(new SettleAtStore { EdgeId = EdgeId, Settlements = [Settlement] }),
    ];
}
