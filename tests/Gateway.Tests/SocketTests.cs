using System.Net.WebSockets;
using System.Text;

namespace StorePush.Gateway.Tests;

public sealed class SocketTests : IAsyncLifetime
{
    private static readonly TimeSpan SocketTimeout = TimeSpan.FromSeconds(2);

    private Upstream _edge = null!;
    private GatewayProcess _gateway = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _edge = await Upstream.StartAsync();
        _gateway = await GatewayProcess.StartAsync(
            $"--Gateway:Edge={_edge.Url}", $"--Gateway:SocketTimeout={SocketTimeout}", "--Gateway:HealthInterval=00:00:10");
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _edge.DisposeAsync();
    }

    [Fact]
    public async Task Frames_pass_both_ways_byte_for_byte()
    {
        var sent = new byte[200_000];
        for (var index = 0; index < sent.Length; index++)
            sent[index] = (byte)(index * 31);
        _edge.OnSocket = async socket =>
        {
            var (type, bytes) = await ReceiveAsync(socket);
            await socket.SendAsync(bytes, type, true, Cancel);
        };
        using var socket = await _gateway.ConnectAsync();

        await socket.SendAsync(sent, WebSocketMessageType.Binary, true, Cancel);

        var (echoed, back) = await ReceiveAsync(socket).Soon();
        echoed.ShouldBe(WebSocketMessageType.Binary);
        back.AsSpan().SequenceEqual(sent).ShouldBeTrue();
    }

    [Theory]
    [InlineData("storepush.v1", "storepush.v1")]
    [InlineData(null, null)]
    public async Task The_sub_protocol_is_agreed_with_the_edge(string? offered, string? agreed)
    {
        using var socket = await _gateway.ConnectAsync(configure: options =>
        {
            if (offered is not null)
                options.AddSubProtocol(offered);
        });

        socket.SubProtocol.ShouldBe(agreed);
    }

    [Theory]
    [InlineData(1000, "bye")]
    [InlineData(1012, "restart")]
    [InlineData(4403, "revoked")]
    [InlineData(4409, "replaced by a newer connection")]
    public async Task The_close_of_the_edge_reaches_the_device_with_code_and_reason(int code, string reason)
    {
        _edge.OnSocket = socket => socket.CloseAsync((WebSocketCloseStatus)code, reason, Cancel);
        using var socket = await _gateway.ConnectAsync();

        var (type, _) = await ReceiveAsync(socket).Soon();

        type.ShouldBe(WebSocketMessageType.Close);
        ((int?)socket.CloseStatus, socket.CloseStatusDescription).ShouldBe((code, reason));
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Cancel).Soon();
    }

    [Fact]
    public async Task The_close_of_the_device_reaches_the_edge_with_code_and_reason()
    {
        var seen = new TaskCompletionSource<(int?, string?)>();
        _edge.OnSocket = async socket =>
        {
            await ReceiveAsync(socket);
            seen.SetResult(((int?)socket.CloseStatus, socket.CloseStatusDescription));
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "seen", Cancel);
        };
        using var socket = await _gateway.ConnectAsync();

        await socket.CloseAsync((WebSocketCloseStatus)4001, "going home", Cancel).Soon();

        (await seen.Task.Soon()).ShouldBe((4001, "going home"));
        socket.CloseStatusDescription.ShouldBe("seen");
    }

    [Fact]
    public async Task A_socket_that_is_silent_but_pinged_outlives_the_timeout()
    {
        const int Pings = 15;
        _edge.OnCall = async context =>
        {
            await using var raw = await RawSocket.AcceptAsync(context);
            using var pace = new PeriodicTimer(SocketTimeout / 10);
            for (var ping = 0; ping < Pings && await pace.WaitForNextTickAsync(Cancel); ping++)
                await raw.PingAsync();
            await raw.SendTextAsync("still here");
            await raw.ReadToEndAsync();
        };
        using var socket = await _gateway.ConnectAsync();

        var (type, bytes) = await ReceiveAsync(socket).Soon();

        (type, Encoding.UTF8.GetString(bytes)).ShouldBe((WebSocketMessageType.Text, "still here"));
    }

    [Fact]
    public async Task A_socket_on_which_nothing_moves_is_cut_after_the_timeout()
    {
        var gone = new TaskCompletionSource();
        _edge.OnCall = async context =>
        {
            await using var raw = await RawSocket.AcceptAsync(context);
            await raw.ReadToEndAsync();
            gone.SetResult();
        };
        using var socket = await _gateway.ConnectAsync();

        await Should.ThrowAsync<WebSocketException>(ReceiveAsync(socket).Soon());
        await gone.Task.Soon();
    }

    [Fact]
    public async Task The_death_of_the_edge_cuts_the_device_off_at_once()
    {
        await using var gateway = await GatewayProcess.StartAsync($"--Gateway:Edge={_edge.Url}");
        _edge.OnSocket = async socket =>
        {
            await ReceiveAsync(socket);
            socket.Abort();
        };
        using var socket = await gateway.ConnectAsync();

        await socket.SendAsync(new byte[1], WebSocketMessageType.Binary, true, Cancel);
        var exception = await Should.ThrowAsync<WebSocketException>(ReceiveAsync(socket).Soon());

        exception.WebSocketErrorCode.ShouldBe(WebSocketError.ConnectionClosedPrematurely);
    }

    [Fact]
    public async Task A_device_that_vanishes_without_a_close_is_gone_at_the_edge_at_once()
    {
        await using var gateway = await GatewayProcess.StartAsync($"--Gateway:Edge={_edge.Url}");
        var gone = new TaskCompletionSource();
        _edge.OnSocket = async socket =>
        {
            await Should.ThrowAsync<WebSocketException>(ReceiveAsync(socket));
            gone.SetResult();
        };

        await VanishingDevice.ConnectAndVanishAsync(gateway.SocketUrl());

        await gone.Task.Soon();
    }

    [Fact]
    public async Task An_edge_that_refuses_the_upgrade_is_heard()
    {
        _edge.OnCall = context =>
        {
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        };

        var exception = await Should.ThrowAsync<WebSocketException>(_gateway.ConnectAsync());

        exception.Message.ShouldContain("403");
    }

    private static async Task<(WebSocketMessageType Type, byte[] Bytes)> ReceiveAsync(WebSocket socket)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16_384];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, Cancel);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage || part.MessageType == WebSocketMessageType.Close)
                return (part.MessageType, message.ToArray());
        }
    }
}
