using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StorePush.Protocol.Frames;

namespace StorePush.Protocol.Tests.Pages;

public sealed class WirePageTests
{
    private static readonly Dictionary<string, JsonTypeInfo> ServerFrames = new()
    {
        [HelloFrame.TypeName] = ProtocolJson.Default.HelloFrame,
        [MessageFrame.TypeName] = ProtocolJson.Default.MessageFrame,
        [AckOkFrame.TypeName] = ProtocolJson.Default.AckOkFrame,
        [SettledFrame.TypeName] = ProtocolJson.Default.SettledFrame,
        [PongFrame.TypeName] = ProtocolJson.Default.PongFrame,
        [ReconnectFrame.TypeName] = ProtocolJson.Default.ReconnectFrame,
        [ErrorFrame.TypeName] = ProtocolJson.Default.ErrorFrame,
    };

    public static TheoryData<string> Examples => [.. WirePage.Examples];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_is_a_frame_as_it_is_really_written(string example)
    {
        var json = JsonElement.Parse(example);
        var type = json.GetProperty("type").GetString()!;

        if (ServerFrames.TryGetValue(type, out var frame))
            JsonElement.DeepEquals(JsonSerializer.SerializeToElement(json.Deserialize(frame), frame), json).ShouldBeTrue();
        else
            ShouldBeOfDevice(example);
    }

    [Fact]
    public void Every_frame_has_an_example()
    {
        var shown = WirePage.Examples.Select(example => JsonElement.Parse(example).GetProperty("type").GetString()).Distinct();

        shown.ShouldBe([.. ServerFrames.Keys, AckFrame.TypeName, PingFrame.TypeName], ignoreOrder: true);
    }

    [Fact]
    public void The_close_codes_are_those_of_the_code_and_say_when_to_stop()
    {
        var shown = WirePage.Table("code")
            .Select(row => (Code: int.Parse(row[0], CultureInfo.InvariantCulture), Stops: row[2].StartsWith("**stop**", StringComparison.Ordinal)));

        shown.ShouldBe(Enum.GetValues<CloseCode>().Select(code => ((int)code, !CloseCodes.MayReconnect((int)code))));
    }

    [Fact]
    public void The_error_codes_are_those_of_the_code()
    {
        var shown = WirePage.Table("`code`").Select(row => row[0].Trim('`'));

        shown.ShouldBe(typeof(FrameErrors).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!));
    }

    [Fact]
    public void The_limits_are_those_of_the_code()
    {
        var shown = WirePage.Table("what").ToDictionary(row => row[0], row => row[1]);

        shown["a frame of the device"].ShouldBe($"{SocketProtocol.MaxDeviceFrameBytes:N0} bytes");
        shown["ids in one `ack`"].ShouldBe($"{SocketProtocol.MaxAckIds} different ones");
        WirePage.Text.ShouldContain($"Sec-WebSocket-Protocol: {SocketProtocol.SubProtocol}");
        WirePage.Text.ShouldContain($"?{SocketProtocol.TokenParameter}=");
    }

    private static void ShouldBeOfDevice(string example)
    {
        DeviceFrameReader.TryRead(Encoding.UTF8.GetBytes(example), out var frame, out _).ShouldBeTrue();
        frame.Type.ShouldNotBe(DeviceFrameType.Unknown);
    }
}
