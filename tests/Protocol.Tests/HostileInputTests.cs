using System.Text;
using System.Text.Json;
using StorePush.Protocol.Frames;
using StorePush.Tests.Properties;

namespace StorePush.Protocol.Tests;

/// <summary>Whatever a device sends, reading it ends with a frame or an error, and never otherwise.</summary>
public sealed class HostileInputTests
{
    private const int Runs = 20_000;

    private static readonly string[] Right =
    [
        """{"type":"ping"}""",
        """{"type":"ack","id":"6f1c2f3a-0d5b-5c55-9a34-2f4b8f4f7a10"}""",
        """{"type":"ack","ids":["6f1c2f3a-0d5b-5c55-9a34-2f4b8f4f7a10","c0a4f7de-53b2-5b0c-8d61-7a1de2f0b933"]}""",
    ];

    [Fact]
    public void Any_bytes_are_a_frame_or_an_error_with_a_detail() =>
        AnyInput.Holds(Inputs.Hostile(["type", "id", "ids", "ty\\u0070e", "x"], Right), Runs, bytes =>
        {
            var isFrame = DeviceFrameReader.TryRead(bytes, out var frame, out var error);

            isFrame.ShouldBe(error is null);
            if (isFrame)
                frame.AckIds.Count.ShouldBeInRange(frame.Type == DeviceFrameType.Ack ? 1 : 0, SocketProtocol.MaxAckIds);
            else
                error!.Detail.ShouldNotBeNullOrEmpty();
        });

    [Fact]
    public void Whatever_is_wrong_with_a_frame_can_be_told_to_the_device() =>
        AnyInput.Holds(Inputs.Hostile(["type", "id", "ids"], Right), Runs, bytes =>
        {
            if (!DeviceFrameReader.TryRead(bytes, out _, out var error))
                JsonSerializer.SerializeToUtf8Bytes(error!, ProtocolJson.Default.ErrorFrame).Length.ShouldBeLessThan(1_024);
        });

    [Fact]
    public void What_is_taken_for_an_id_is_harmless_wherever_it_is_written() =>
        AnyInput.Holds(Inputs.Damaged("S1", "till-1", "o.1_x-Y", "1001"), Runs, bytes =>
        {
            var text = Encoding.Latin1.GetString(bytes);

            if (Identifiers.IsName(text))
                Uri.EscapeDataString(text).ShouldBe(text);
            if (Identifiers.IsOrderId(text))
                text.ShouldAllBe(each => each > ' ' && each < (char)127 && each != '/');
        });
}
