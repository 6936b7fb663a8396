using System.Text;
using StorePush.Protocol.Frames;

namespace StorePush.Protocol.Tests.Frames;

public sealed class DeviceFrameReaderTests
{
    private const string One = "6f1c2f3a-0d5b-5c55-9a34-2f4b8f4f7a10";
    private const string Two = "c0a4f7de-53b2-5b0c-8d61-7a1de2f0b933";

    [Theory]
    [InlineData($$"""{"type":"ack","id":"{{One}}"}""")]
    [InlineData($$"""{"id":"{{One}}","type":"ack"}""")]
    [InlineData($$""" { "type" : "ack" , "id" : "{{One}}" } """)]
    [InlineData($$"""{"type":"ack","ids":["{{One}}"]}""")]
    [InlineData($$"""{"type":"ack","id":"{{One}}","ids":["{{One}}","{{One}}"]}""")]
    [InlineData($$"""{"type":"ack","id":"{{One}}","id":"{{One}}"}""")]
    [InlineData($$"""{"type":"ack","id":"{{One}}","ids":[]}""")]
    [InlineData($$"""{"t\u0079pe":"\u0061ck","id":"{{One}}"}""")]
    [InlineData("""{"type":"ack","id":"6F1C2F3A-0D5B-5C55-9A34-2F4B8F4F7A10"}""")]
    public void An_ack_of_one_message_names_it_once(string text) =>
        Read(text).ShouldBeAckOf(One);

    [Fact]
    public void An_ack_of_several_messages_names_each_in_its_order()
    {
        Read($$"""{"type":"ack","ids":["{{Two}}","{{One}}","{{Two}}"]}""").ShouldBeAckOf(Two, One);
        Read($$"""{"type":"ack","id":"{{One}}","ids":["{{Two}}"]}""").ShouldBeAckOf(One, Two);
    }

    [Fact]
    public void A_hundred_different_messages_fit_in_an_ack_and_one_more_does_not()
    {
        var ids = Enumerable.Range(0, SocketProtocol.MaxAckIds + 1).Select(_ => Guid.CreateVersion7().ToString()).ToArray();

        Read(Ack(ids[..SocketProtocol.MaxAckIds])).ShouldBeAckOf(ids[..SocketProtocol.MaxAckIds]);
        Read(Ack([.. ids[..SocketProtocol.MaxAckIds], ids[0]])).ShouldBeAckOf(ids[..SocketProtocol.MaxAckIds]);
        Read(Ack(ids)).ShouldBeError(FrameErrors.BadAck);
    }

    [Fact]
    public void The_largest_ack_fits_in_a_frame() =>
        Ack([.. Enumerable.Repeat(One, SocketProtocol.MaxAckIds)]).Length.ShouldBeLessThanOrEqualTo(SocketProtocol.MaxDeviceFrameBytes);

    [Theory]
    [InlineData("""{"type":"ack"}""")]
    [InlineData("""{"type":"ack","ids":[]}""")]
    [InlineData("""{"type":"ack","id":null}""")]
    [InlineData("""{"type":"ack","id":1}""")]
    [InlineData("""{"type":"ack","id":""}""")]
    [InlineData("""{"type":"ack","id":"1001"}""")]
    [InlineData("""{"type":"ack","id":"6f1c2f3a0d5b5c559a342f4b8f4f7a10"}""")]
    [InlineData("""{"type":"ack","id":"{6f1c2f3a-0d5b-5c55-9a34-2f4b8f4f7a10}"}""")]
    [InlineData($$"""{"type":"ack","id":["{{One}}"]}""")]
    [InlineData($$"""{"type":"ack","id":{"id":"{{One}}" } }""")]
    [InlineData($$"""{"type":"ack","ids":"{{One}}"}""")]
    [InlineData($$"""{"type":"ack","ids":{"0":"{{One}}" } }""")]
    [InlineData($$"""{"type":"ack","ids":["{{One}}",null]}""")]
    [InlineData($$"""{"type":"ack","ids":[["{{One}}"],"{{One}}"]}""")]
    [InlineData($$"""{"type":"ack","ids":[{},"{{One}}"]}""")]
    [InlineData($$"""{"id":7,"type":"ack"}""")]
    [InlineData($$"""{"type":"ack","Id":"{{One}}"}""")]
    [InlineData($$"""{"type":"ack","id":1,"ids":["{{One}}"]}""")]
    [InlineData($$"""{"type":"ack","ids":null,"id":"{{One}}"}""")]
    [InlineData("""{"type":"ack","id":1,"id":2}""")]
    public void An_ack_without_usable_ids_can_be_skipped(string text) =>
        Read(text).ShouldBeError(FrameErrors.BadAck);

    [Theory]
    [InlineData("""{"type":"ping"}""")]
    [InlineData("""{"type":"ping","id":7}""")]
    [InlineData("""{"type":"ack","type":"ping"}""")]
    [InlineData("""{"type":"ping","sentAt":"2026-11-23T08:15:30Z","more":{"deep":[1,2,{"x":null}]}}""")]
    public void A_ping_is_a_ping_whatever_else_it_holds(string text)
    {
        var (frame, error) = Read(text);

        error.ShouldBeNull();
        frame.Type.ShouldBe(DeviceFrameType.Ping);
        frame.AckIds.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"type":"pong"}""")]
    [InlineData("""{"type":""}""")]
    [InlineData("""{"type":"ACK"}""")]
    [InlineData("""{"type":"ack.v2","id":7}""")]
    [InlineData("""{"type":"ack.v2","id":7,"ids":[1]}""")]
    [InlineData("""{"type":"ack.v2","ids":{"from":1}}""")]
    public void A_type_of_tomorrow_is_ignored_with_all_that_it_holds(string text)
    {
        var (frame, error) = Read(text);

        error.ShouldBeNull();
        frame.Type.ShouldBe(DeviceFrameType.Unknown);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"ping\"")]
    [InlineData("""[{"type":"ping"}]""")]
    [InlineData("""{"type":null}""")]
    [InlineData("""{"type":1}""")]
    [InlineData("""{"type":["ping"]}""")]
    [InlineData("""{"Type":"ping"}""")]
    [InlineData("""{"type":"ping"} x""")]
    [InlineData("""{"type":"ping"}{"type":"ping"}""")]
    [InlineData("""{"type":"ping"}]""")]
    [InlineData("""{"type":"ping",}""")]
    [InlineData("""{"type":"ping" /* hello */}""")]
    [InlineData("""{'type':'ping'}""")]
    [InlineData("""{type:"ping"}""")]
    [InlineData("""{"type":"ping","n":01}""")]
    [InlineData("""{"type":"ping","n":NaN}""")]
    [InlineData("""{"type":"pi""")]
    [InlineData("\uFEFF{\"type\":\"ping\"}")]
    public void What_is_no_json_object_with_a_type_is_malformed(string text) =>
        Read(text).ShouldBeError(FrameErrors.Malformed);

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC3, 0x28 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    public void A_type_that_is_not_utf_8_is_malformed(byte[] bytes) =>
        Read([.. "{\"type\":\""u8, .. bytes, .. "\"}"u8]).ShouldBeError(FrameErrors.Malformed);

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udc00")]
    [InlineData("\\ud800\\ud800")]
    public void Half_a_surrogate_pair_is_malformed_in_a_type_or_an_id_and_harmless_elsewhere(string escape)
    {
        Read($$"""{"type":"{{escape}}"}""").ShouldBeError(FrameErrors.Malformed);
        Read($$"""{"type":"ack","id":"{{escape}}"}""").ShouldBeError(FrameErrors.Malformed);
        Read($$"""{"type":"ping","note":"{{escape}}"}""").Error.ShouldBeNull();
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(63, true)]
    [InlineData(64, false)]
    [InlineData(2_000, false)]
    public void A_frame_may_be_sixty_four_levels_deep(int arrays, bool isRead)
    {
        var (_, error) = Read($$"""{"type":"ping","x":{{new string('[', arrays)}}{{new string(']', arrays)}}}""");

        error?.Code.ShouldBe(FrameErrors.Malformed);
        (error is null).ShouldBe(isRead);
    }

    private static string Ack(string[] ids) => $$"""{"type":"ack","ids":["{{string.Join("\",\"", ids)}}"]}""";

    private static (DeviceFrame Frame, ErrorFrame? Error) Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static (DeviceFrame Frame, ErrorFrame? Error) Read(ReadOnlySpan<byte> utf8)
    {
        DeviceFrameReader.TryRead(utf8, out var frame, out var error).ShouldBe(error is null);
        return (frame, error);
    }
}
