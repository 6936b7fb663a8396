using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using StorePush.Hosting.Authentication;

namespace StorePush.LoadGenerator;

/// <summary>All devices of all stores; knows when each message reached its store first, and how often each device got it.</summary>
internal sealed class Terminals : IAsyncDisposable
{
    private readonly List<ClientWebSocket> _sockets = [];
    private readonly ConcurrentDictionary<Guid, long> _firstReceivedAt = new();
    private readonly ConcurrentDictionary<(Guid Message, int Device), int> _receipts = new();

    /// <summary>Messages that one device got more than once.</summary>
    public int Repeated => _receipts.Count(receipt => receipt.Value > 1);

    public static async Task<Terminals> ConnectAsync(LoadOptions options)
    {
        var terminals = new Terminals();
        for (var store = 0; store < options.Stores; store++)
        {
            for (var device = 0; device < options.Devices; device++)
                await terminals.ConnectAsync(options, $"load-{store}", device);
        }

        return terminals;
    }

    public static TokenIssuer Issuer(LoadOptions options) =>
        new(Options.Create(new AuthOptions { SigningKey = options.SigningKey }), TimeProvider.System);

    /// <summary>When the first device of the store got the message; null when none has.</summary>
    public long? FirstReceivedAt(Guid messageId) => _firstReceivedAt.TryGetValue(messageId, out var at) ? at : null;

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _sockets)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            socket.Dispose();
        }
    }

    private async Task ConnectAsync(LoadOptions options, string store, int device)
    {
        var token = Issuer(options).IssueForDevice(store, $"till-{device}", null).Token;
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        var url = new UriBuilder(options.Url) { Scheme = "ws", Path = $"/v1/stores/{store}/devices/till-{device}/socket" };
        await socket.ConnectAsync(url.Uri, CancellationToken.None);
        _sockets.Add(socket);
        _ = ReadAsync(socket, device);
    }

    private async Task ReadAsync(ClientWebSocket socket, int device)
    {
        var buffer = new byte[64 * 1_024];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += part.Count;
                }
                while (!part.EndOfMessage);

                if (part.MessageType == WebSocketMessageType.Close)
                    return;
                await TakeAsync(socket, device, buffer.AsMemory(0, length));
            }
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException)
        {
            // Cut; what it misses is counted as lost.
        }
    }

    private async Task TakeAsync(ClientWebSocket socket, int device, ReadOnlyMemory<byte> text)
    {
        var now = Stopwatch.GetTimestamp();
        using var frame = JsonDocument.Parse(text);
        if (frame.RootElement.GetProperty("type").GetString() != "message")
            return;

        var id = frame.RootElement.GetProperty("id").GetGuid();
        _firstReceivedAt.TryAdd(id, now);
        _receipts.AddOrUpdate((id, device), 1, (_, count) => count + 1);
        if (device == 0)
        {
            await socket.SendAsync(
                Encoding.UTF8.GetBytes($$"""{"type":"ack","id":"{{id}}"}"""),
                WebSocketMessageType.Text,
                true,
                CancellationToken.None);
        }
    }
}
