using System.Net.Sockets;
using System.Text;
using Xunit;

namespace StorePush.Tests.Hosting;

/// <summary>A client that says just what the test says, as fast or slowly, and no more.</summary>
public sealed class RawClient : IDisposable
{
    private readonly TcpClient _tcp = new();
    private NetworkStream _stream = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<RawClient> ConnectAsync(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);

        var client = new RawClient();
        await client._tcp.ConnectAsync(url.Host, url.Port, Cancel).AsTask().Soon();
        client._stream = client._tcp.GetStream();
        return client;
    }

    public Task SayAsync(string text) => SayAsync(Encoding.ASCII.GetBytes(text));

    public Task SayAsync(byte[] bytes) => _stream.WriteAsync(bytes, Cancel).AsTask().Soon();

    /// <summary>Says that nothing more will come.</summary>
    public void EndSaying() => _tcp.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Vanishes, as a process does that is killed: what is under way is not waited for.</summary>
    public void Reset()
    {
        // Not the client's own Close, which says goodbye first.
        _tcp.Client.LingerState = new LingerOption(enable: true, seconds: 0);
        _tcp.Client.Dispose();
    }

    /// <summary>The head of the next answer.</summary>
    public async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await _stream.ReadExactlyAsync(one, Cancel).AsTask().Soon();
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    /// <summary>All that comes until the server has ended the connection, whichever way.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        try
        {
            await _stream.CopyToAsync(all, Cancel).Soon();
        }
        catch (IOException)
        {
            // Cut rather than closed.
        }

        return Encoding.UTF8.GetString(all.ToArray());
    }

    public void Dispose() => _tcp.Dispose();
}
