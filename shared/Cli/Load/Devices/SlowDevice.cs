using System.Net.WebSockets;
using StorePush.Protocol;

namespace StorePush.Cli.Load.Devices;

/// <summary>A terminal that reads the <c>hello</c> and then nothing, until it is asked how its connection has ended.</summary>
internal sealed class SlowDevice : IDisposable
{
    /// <summary>As little as the system gives: what it takes over would be read as far as the server can tell.</summary>
    private const int ReceiveBuffer = 4_096;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private readonly ClientWebSocket _socket = new();
    private readonly HttpMessageInvoker _invoker;
    private readonly TimeProvider _clock;

    private SlowDevice(LoadSession session)
    {
        _clock = session.Clock;
        _invoker = new DeviceSockets(session.Options.SourceAddresses, ReceiveBuffer).CreateInvoker();
        _socket.Options.AddSubProtocol(SocketProtocol.SubProtocol);
    }

    /// <summary>Connects and reads the hello.</summary>
    /// <param name="session">Whose device it is.</param>
    /// <param name="storeId">Its store.</param>
    /// <param name="deviceId">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="server">Where, when that is another place than where orders go.</param>
    public static async Task<SlowDevice> ConnectAsync(
        LoadSession session, string storeId, string deviceId, CancellationToken cancellationToken, Uri? server = null)
    {
        var device = new SlowDevice(session);
        var token = await session.DeviceTokens.GetAsync(storeId, deviceId, cancellationToken);
        device._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        var url = new UriBuilder(new Uri(server ?? session.Target.Url, $"v1/stores/{storeId}/devices/{deviceId}/socket"));
        url.Scheme = url.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
        await device._socket.ConnectAsync(url.Uri, device._invoker, cancellationToken);
        await device._socket.ReceiveAsync(new byte[ReceiveBuffer], cancellationToken);
        return device;
    }

    /// <summary>Reads what is there, up to the close frame if there is one.</summary>
    /// <returns><c>closed</c> with the code, <c>cut</c> without a word, or <c>open</c>.</returns>
    public async Task<string> EndAsync()
    {
        var buffer = new byte[64 * 1_024];
        try
        {
            while (true)
            {
                using var quiet = new CancellationTokenSource(Quiet, _clock);
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), quiet.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                    return $"closed {(int?)_socket.CloseStatus}";
            }
        }
        catch (OperationCanceledException)
        {
            return "open";
        }
        catch (WebSocketException)
        {
            return "cut";
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _invoker.Dispose();
    }
}
