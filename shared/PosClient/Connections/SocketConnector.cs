using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using StorePush.Protocol;

namespace StorePush.Pos.Connections;

/// <summary>Opens the socket of this terminal.</summary>
internal sealed class SocketConnector(PosClientOptions options, TimeProvider clock)
{
    private readonly Uri _address = Address(options);

    /// <returns>An open socket, or why there is none.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<(ClientWebSocket? Socket, ConnectionEnd? Refused)> ConnectAsync(string token, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
            socket.Options.AddSubProtocol(SocketProtocol.SubProtocol);
            socket.Options.CollectHttpResponseDetails = true;

            // The heartbeat is this client's own, with a deadline and by its own clock.
            socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            await socket.ConnectAsync(_address, options.InvokerProvider?.Invoke(), cancellationToken);
            socket.HttpResponseHeaders = null;
            return (socket, null);
        }
        catch (WebSocketException exception)
        {
            using (socket)
                return (null, WhyNot(socket, exception));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private ConnectionEnd WhyNot(ClientWebSocket socket, WebSocketException exception) =>
        socket.HttpStatusCode is 0 or HttpStatusCode.SwitchingProtocols
            ? new ConnectionEnd($"Could not connect: {exception.GetBaseException().Message}")
            : ConnectionEnd.Refused(socket.HttpStatusCode, RetryAfter(socket));

    private TimeSpan? RetryAfter(ClientWebSocket socket)
    {
        if (socket.HttpResponseHeaders is not { } headers || !headers.TryGetValue("Retry-After", out var values))
            return null;

        var text = values.FirstOrDefault();
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(seconds);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date - clock.GetUtcNow()
            : null;
    }

    private static Uri Address(PosClientOptions options)
    {
        var url = new UriBuilder(options.Url!);
        url.Scheme = url.Scheme is "https" or "wss" ? "wss" : "ws";
        url.Path = $"{url.Path.TrimEnd('/')}/v1/stores/{options.StoreId}/devices/{options.DeviceId}/socket";
        return url.Uri;
    }
}
