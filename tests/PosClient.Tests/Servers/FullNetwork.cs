using System.Net.Sockets;

namespace StorePush.Pos.Tests.Servers;

/// <summary>A network that takes no more from a client when the test says so, as when nobody reads at the other end.</summary>
internal sealed class FullNetwork : IDisposable
{
    private readonly TaskCompletionSource _sends = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isFull;

    public FullNetwork() => Invoker = new HttpMessageInvoker(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new Link(socket, this);
        },
    });

    public HttpMessageInvoker Invoker { get; }

    /// <summary>Ends when the client sends what is not taken any more.</summary>
    public Task Sends => _sends.Task;

    public void Fill() => _isFull = true;

    public void Dispose() => Invoker.Dispose();

    private sealed class Link(Socket socket, FullNetwork network) : NetworkStream(socket, ownsSocket: true)
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (network._isFull)
            {
                network._sends.TrySetResult();
                await _ended.Task.WaitAsync(cancellationToken);
            }

            await base.WriteAsync(buffer, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            _ended.TrySetResult();
        }
    }
}
