using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StorePush.Protocol.Frames;

namespace StorePush.Protocol.Tests.Frames;

/// <summary>Every frame, letter by letter: a change here is a change for every terminal.</summary>
public sealed class FrameJsonTests
{
    private static readonly Guid Id = new("6f1c2f3a-0d5b-5c55-9a34-2f4b8f4f7a10");
    private static readonly DateTimeOffset At = new(2026, 11, 23, 16, 15, 30, 123, TimeSpan.FromHours(8));

    [Fact]
    public void Hello() => Written(
        new HelloFrame { ConnectionId = Id, HeartbeatSeconds = 25, ServerTime = At }, ProtocolJson.Default.HelloFrame,
        """{"type":"hello","connectionId":"6f1c2f3a-0d5b-5c55-9a34-2f4b8f4f7a10","heartbeatSeconds":25,"serverTime":"2026-11-23T08:15:30.123Z"}""");

    [Fact]
    public void Message_of_an_order() => Written(
        Message(MessageKinds.OrderPlaced) with { Order = Json("""{"total":1.50}""") }, ProtocolJson.Default.MessageFrame,
        """{"type":"message","id":"6f1c2f3a-0d5b-5c55-9a34-2f4b8f4f7a10","kind":"order.placed","platform":"meituan","storeId":"S1","orderId":"1001","acceptedAt":"2026-11-23T08:15:30.123Z","expiresAt":"2026-11-23T08:45:30.123Z","push":1,"order":{"total":1.50}}""");

    [Fact]
    public void Message_of_a_cancellation() => Written(
        Message(MessageKinds.OrderCancelled) with { Reason = "late", Detail = Json("""{"refund":1e2}""") },
        ProtocolJson.Default.MessageFrame,
        """{"type":"message","id":"6f1c2f3a-0d5b-5c55-9a34-2f4b8f4f7a10","kind":"order.cancelled","platform":"meituan","storeId":"S1","orderId":"1001","acceptedAt":"2026-11-23T08:15:30.123Z","expiresAt":"2026-11-23T08:45:30.123Z","push":1,"reason":"late","detail":{"refund":1e2}}""");

    [Fact]
    public void Ack_ok() => Written(
        new AckOkFrame { Id = Id }, ProtocolJson.Default.AckOkFrame,
        """{"type":"ack.ok","id":"6f1c2f3a-0d5b-5c55-9a34-2f4b8f4f7a10"}""");

    [Fact]
    public void Settled_by_a_device() => Written(
        new SettledFrame { Id = Id, Status = MessageStatuses.Delivered, By = "till-1" }, ProtocolJson.Default.SettledFrame,
        """{"type":"settled","id":"6f1c2f3a-0d5b-5c55-9a34-2f4b8f4f7a10","status":"delivered","by":"till-1"}""");

    [Fact]
    public void Settled_by_time() => Written(
        new SettledFrame { Id = Id, Status = MessageStatuses.Expired }, ProtocolJson.Default.SettledFrame,
        """{"type":"settled","id":"6f1c2f3a-0d5b-5c55-9a34-2f4b8f4f7a10","status":"expired"}""");

    [Fact]
    public void Pong() => Written(new PongFrame(), ProtocolJson.Default.PongFrame, """{"type":"pong"}""");

    [Fact]
    public void Reconnect() => Written(
        new ReconnectFrame { AfterMs = 420 }, ProtocolJson.Default.ReconnectFrame, """{"type":"reconnect","afterMs":420}""");

    [Fact]
    public void Error() => Written(
        new ErrorFrame { Code = FrameErrors.BadAck, Detail = "No id." }, ProtocolJson.Default.ErrorFrame,
        """{"type":"error","code":"bad_ack","detail":"No id."}""");

    [Fact]
    public void Ack_of_one() => Written(
        new AckFrame { Id = Id }, ProtocolJson.Default.AckFrame,
        """{"type":"ack","id":"6f1c2f3a-0d5b-5c55-9a34-2f4b8f4f7a10"}""");

    [Fact]
    public void Ack_of_many() => Written(
        new AckFrame { Ids = [Id] }, ProtocolJson.Default.AckFrame,
        """{"type":"ack","ids":["6f1c2f3a-0d5b-5c55-9a34-2f4b8f4f7a10"]}""");

    [Fact]
    public void Ping() => Written(new PingFrame(), ProtocolJson.Default.PingFrame, """{"type":"ping"}""");

    [Fact]
    public void Every_frame_is_among_these()
    {
        var frames = typeof(HelloFrame).Assembly.GetExportedTypes().Where(type => type.GetField("TypeName") is not null);

        frames.Select(frame => frame.Name).Order(StringComparer.Ordinal).ShouldBe(
        [
            nameof(AckFrame), nameof(AckOkFrame), nameof(ErrorFrame), nameof(HelloFrame), nameof(MessageFrame),
            nameof(PingFrame), nameof(PongFrame), nameof(ReconnectFrame), nameof(SettledFrame),
        ]);
    }

    private static MessageFrame Message(string kind) => new()
    {
        Id = Id,
        Kind = kind,
        Platform = Platforms.Meituan,
        StoreId = "S1",
        OrderId = "1001",
        AcceptedAt = At,
        ExpiresAt = At.AddMinutes(30),
        Push = 1,
    };

    private static JsonElement Json(string text) => JsonElement.Parse(text);

    private static void Written<TFrame>(TFrame frame, JsonTypeInfo<TFrame> type, string expected)
    {
        JsonSerializer.Serialize(frame, type).ShouldBe(expected);
        JsonSerializer.Serialize(JsonSerializer.Deserialize(expected, type)!, type).ShouldBe(expected);
    }
}
