using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using StorePush.Pos.Connections;
using StorePush.Pos.Tests.Servers;

namespace StorePush.Pos.Tests.Connections;

public sealed class FrameReaderTests
{
    [Fact]
    public async Task Every_part_of_a_frame_is_a_sign_of_life()
    {
        await using var server = await ScriptedServer.StartAsync();
        using var socket = new ClientWebSocket();
        var connecting = socket.ConnectAsync(server.SocketUrl, TestContext.Current.CancellationToken);
        var side = await (await server.NextAsync()).AcceptAsync();
        await connecting;
        var arrivals = Channel.CreateUnbounded<bool>();
        using var reader = new FrameReader(socket, 1_000, () => arrivals.Writer.TryWrite(true), _ => { });
        var reading = reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();

        foreach (var part in new[] { "a fr", "ame that comes", " slowly" })
        {
            await side.SendPartAsync(part);
            await arrivals.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon();
            reading.IsCompleted.ShouldBeFalse();
        }

        await side.SendAsync(".");
        var frame = await reading.Soon();
        Encoding.UTF8.GetString(frame.ShouldNotBeNull().Span).ShouldBe("a frame that comes slowly.");
    }
}
