using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace StorePush.Contracts.Tests.Messages;

public sealed class RawJsonTests
{
    private static readonly OrderPlaced Order = (OrderPlaced)Samples.All[0].Message;

    public static TheoryData<string> Texts { get; } =
    [
        "{}",
        """{"n":1.10,"big":123456789012345678901234567890,"tiny":1e-400,"zero":-0,"exp":1E+2,"long":0.1000000000000000055511151231257827}""",
        """{"a":1,"a":2,"b":{"a":3,"a":4}}""",
        """{"unknown":{"nested":[1,null,true,{"x":[]}]}}""",
        """{"text":"\u9EBB\u5A46 \"quoted\" \\ \/ \b\f\n\r\t <b>&amp;'+`"}""",
        """{"half":"\ud800","other half":"\udc00","\ud83d":1}""",
        """{"pair":"\ud83c\udf36","as it is":"🌶","zero width":"a‍b","rtl":"שלום","麻婆豆腐":"麻辣"}""",
        """{"null":"\u0000","del":"","separators":"  "}""",
        """{ "spaces" :  [ 1 , 2 ] }""",
        "{\n\t\"lines\": 1\r\n}",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void An_order_is_written_byte_for_byte(string text)
    {
        var message = JsonElement.Parse(Envelope.Write(Order with { Order = RawJson.Parse(text) })).GetProperty("message");

        TextOf(JsonMarshal.GetRawUtf8Value(message.GetProperty("order"))).ShouldBe(text);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void An_order_comes_through_the_broker_byte_for_byte(string text)
    {
        var order = Order;
        for (var hop = 0; hop < 3; hop++)
            order = Envelope.Read<OrderPlaced>(Envelope.Write(order with { Order = RawJson.Parse(text) }));

        TextOf(order.Order.Utf8.Span).ShouldBe(text);
        order.Order.ShouldBe(RawJson.Parse(text));
    }

    [Fact]
    public void A_frame_and_a_detail_come_through_too()
    {
        const string text = """{"a":1.0,"a":"\ud800"}""";
        var push = (MessagePush)Samples.All.Single(sample => sample.Name == nameof(MessagePush)).Message;
        var cancelled = (OrderCancelled)Samples.All.Single(sample => sample.Name == nameof(OrderCancelled)).Message;
        var command = new PushToStore { EdgeId = "e", Pushes = [push with { Frame = RawJson.Parse(text) }] };

        Envelope.Read<PushToStore>(Envelope.Write(command)).Pushes[0].Frame.ToString().ShouldBe(text);
        Envelope.Read<OrderCancelled>(Envelope.Write(cancelled with { Detail = RawJson.Parse(text) })).Detail!.ToString().ShouldBe(text);
    }

    /// <summary>The deepest order that Ingest can be set to take has 47 levels, and a frame puts one around it.</summary>
    [Fact]
    public void The_deepest_order_that_is_taken_comes_through()
    {
        var text = $$"""{"x":{{new string('[', 48)}}{{new string(']', 48)}}}""";
        var push = (MessagePush)Samples.All.Single(sample => sample.Name == nameof(MessagePush)).Message;
        var command = new PushToStore { EdgeId = "e", Pushes = [push with { Frame = RawJson.Parse(text) }] };

        Envelope.Read<PushToStore>(Envelope.Write(command)).Pushes[0].Frame.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{'a':1}")]
    public void What_is_not_one_json_value_can_not_be_parsed(string text) =>
        Should.Throw<JsonException>(() => RawJson.Parse(text));

    private static string TextOf(ReadOnlySpan<byte> utf8) => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(utf8);
}
