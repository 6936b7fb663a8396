using System.Text;
using System.Text.Json;
using StorePush.Cli.Load.Devices;

namespace StorePush.LoadBench.Devices;

/// <summary>Speaks StorePush's protocol.</summary>
internal sealed class StorePushDevice(DevicePlace place, Uri url) : ThinDevice(place)
{
    protected override Uri GetUrl(string token)
    {
        var socket = new Uri(url, $"v1/stores/{Place.StoreId}/devices/{Place.DeviceId}/socket?access_token={token}");
        return new UriBuilder(socket) { Scheme = "ws" }.Uri;
    }

    protected override byte[] Answer(ReadOnlySpan<byte> frame)
    {
        var reader = new Utf8JsonReader(frame);
        reader.Read();
        reader.Read();
        reader.Read();
        if (reader.ValueTextEquals("message"u8))
        {
            var message = FrameFields.Read(ref reader, withOrder: true);
            Receive(message, message.Push);
            return Place.Acknowledges ? Encoding.UTF8.GetBytes($$"""{"type":"ack","id":"{{message.Id}}"}""") : [];
        }

        if (reader.ValueTextEquals("ack.ok"u8))
            Place.Ledger.Settle(FrameFields.Read(ref reader, withOrder: false).Id, Place.Index);
        else if (reader.ValueTextEquals("settled"u8))
            Place.Ledger.Tell(FrameFields.Read(ref reader, withOrder: false).Id, Place.Index);
        else if (reader.ValueTextEquals("hello"u8))
            Welcome();
        return [];
    }
}
