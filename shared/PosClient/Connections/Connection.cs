using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using StorePush.Pos.Acknowledgements;
using StorePush.Pos.Messages;
using StorePush.Protocol;
using StorePush.Protocol.Frames;

namespace StorePush.Pos.Connections;

/// <summary>One socket from the handshake to its end, however that comes about.</summary>
/// <remarks>
/// Three loops: reading, writing, and the heartbeat. The first to end ends the others.
/// <code>
/// server --> FrameReader --> MessageDesk (rings, acks again, stops ringing)
///                  |   hears
///                  v
///              Heartbeat --ping--> FrameWriter --> server
///                                       ^ due acks
///                                    AckBook
/// </code>
/// </remarks>
internal sealed partial class Connection : IDisposable
{
    private const int MaxHeartbeatSeconds = 3_600;

    private readonly ClientWebSocket _socket;
    private readonly AckBook _acks;
    private readonly MessageDesk _desk;
    private readonly PosClientOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly FrameReader _reader;
    private readonly FrameWriter _writer;
    private readonly Heartbeat _heartbeat;
    private readonly TaskCompletionSource<HelloFrame> _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action<HelloFrame> _onHello = _ => { };
    private (long SaidAt, TimeSpan After)? _comeBack;

    public Connection(
        ClientWebSocket socket, AckBook acks, MessageDesk desk, PosClientOptions options, TimeProvider clock, ILogger logger)
    {
        (_socket, _acks, _desk, _options, _clock, _logger) = (socket, acks, desk, options, clock, logger);
        _writer = new FrameWriter(socket, acks, clock);
        _heartbeat = new Heartbeat(clock, options.ProbeTimeout, _writer.SendPing);
        _reader = new FrameReader(
            socket, options.MaxFrameBytes, _heartbeat.Hear, bytes => LogTooLarge(logger, bytes, options.MaxFrameBytes));
    }

    /// <summary>Ends when the server has said hello.</summary>
    public Task<HelloFrame> Hello => _hello.Task;

    /// <summary>Makes sure that the connection still stands.</summary>
    public void Probe() => _heartbeat.Probe();

    /// <summary>Serves the connection until it ends.</summary>
    /// <param name="onHello">Called when the server has said hello, before anything else that it says is looked at.</param>
    /// <param name="stopping">Ends it gracefully: what is to be acknowledged is, then the socket is closed.</param>
    public async Task<ConnectionEnd> RunAsync(Action<HelloFrame> onHello, CancellationToken stopping)
    {
        _onHello = onHello;
        using var ended = new CancellationTokenSource();
        using var stoppingOrEnded = CancellationTokenSource.CreateLinkedTokenSource(stopping, ended.Token);
        var reading = ReadAsync(ended.Token);
        var writing = WriteAsync(ended.Token);
        var watching = WatchAsync(ended.Token);
        try
        {
            var first = await Task.WhenAny(reading, writing, watching, UntilCancelledAsync(stoppingOrEnded.Token));
            if (first is Task<ConnectionEnd> end)
                return Planned(await (end == writing ? WhatTheServerSaidAsync(reading, writing) : end));

            if (Hello.IsCompletedSuccessfully)
                await CloseAsync(reading, writing);
            return new ConnectionEnd("The application has ended the connection.", (int)CloseCode.Normal);
        }
        finally
        {
            await ended.CancelAsync();
            _socket.Abort();
            await Task.WhenAll(reading, writing, watching);
        }
    }

    public void Dispose()
    {
        _heartbeat.Dispose();
        _writer.Dispose();
        _reader.Dispose();
        _socket.Dispose();
    }

    private static ConnectionEnd Lost(Exception exception) => new($"The connection was lost: {exception.GetBaseException().Message}");

    private Task UntilCancelledAsync(CancellationToken cancellationToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, _clock, cancellationToken);

    private async Task<ConnectionEnd> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _reader.ReadAsync(cancellationToken) is { } frame)
                Take(frame);

            var code = (int)(_socket.CloseStatus ?? WebSocketCloseStatus.Empty);
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
            return ConnectionEnd.Closed(code, _socket.CloseStatusDescription);
        }
        catch (Exception exception) when (_socket.CloseStatus is { } status && exception is not OutOfMemoryException)
        {
            return ConnectionEnd.Closed((int)status, _socket.CloseStatusDescription);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Lost(exception);
        }
    }

    private async Task<ConnectionEnd> WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Hello.WaitAsync(cancellationToken);
            await _writer.RunAsync(cancellationToken);
            return new ConnectionEnd("All is sent.");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Lost(exception);
        }
    }

    private async Task<ConnectionEnd> WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new ConnectionEnd(await _heartbeat.WatchAsync(cancellationToken), (int)CloseCode.HeartbeatTimeout);
        }
        catch (OperationCanceledException exception)
        {
            return Lost(exception);
        }
    }

    /// <summary>When sending fails, the close frame that says why may be there, not read yet: it decides whether to come back.</summary>
    private async Task<ConnectionEnd> WhatTheServerSaidAsync(Task<ConnectionEnd> reading, Task<ConnectionEnd> writing)
    {
        using var limit = new CancellationTokenSource(_options.CloseTimeout, _clock);
        return await Task.WhenAny(reading, UntilCancelledAsync(limit.Token)) == reading ? await reading : await writing;
    }

    private async Task CloseAsync(Task reading, Task writing)
    {
        using var limit = new CancellationTokenSource(_options.CloseTimeout, _clock);
        try
        {
            await Task.WhenAny(_acks.WhenFewerThanAsync(1, limit.Token), reading, writing);
            _writer.End();
            await writing.WaitAsync(limit.Token);
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
            await reading.WaitAsync(limit.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or IOException)
        {
            // It ends anyway; what was not acknowledged comes again.
        }
        finally
        {
            // The book outlives the connection: nobody may go on waiting there.
            await limit.CancelAsync();
        }
    }

    /// <summary>The server may have said before when to come back.</summary>
    private ConnectionEnd Planned(ConnectionEnd end) =>
        _comeBack is not { } plan
            ? end
            : end with { IsPlanned = true, NotBefore = plan.After - _clock.GetElapsedTime(plan.SaidAt) };

    private void Begin(HelloFrame hello)
    {
        _desk.Begin(hello);
        _heartbeat.Begin(TimeSpan.FromSeconds(Math.Clamp(hello.HeartbeatSeconds, 1, MaxHeartbeatSeconds)));
        _onHello(hello);
        _hello.TrySetResult(hello);
    }

    private void Take(ReadOnlyMemory<byte> frame)
    {
        try
        {
            using var json = JsonDocument.Parse(frame);
            Take(json.RootElement, frame.Length);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            LogUnusable(_logger, exception.Message);
        }
    }

    private void Take(JsonElement frame, int bytes)
    {
        switch (frame.GetProperty("type").GetString())
        {
            case HelloFrame.TypeName when !Hello.IsCompleted:
                Begin(frame.Deserialize(ProtocolJson.Default.HelloFrame)!);
                break;
            case MessageFrame.TypeName:
                _desk.Take(frame.Deserialize(ProtocolJson.Default.MessageFrame)!, bytes);
                break;
            case AckOkFrame.TypeName:
                _desk.Take(frame.Deserialize(ProtocolJson.Default.AckOkFrame)!);
                break;
            case SettledFrame.TypeName:
                _desk.Take(frame.Deserialize(ProtocolJson.Default.SettledFrame)!);
                break;
            case ReconnectFrame.TypeName:
                var plan = frame.Deserialize(ProtocolJson.Default.ReconnectFrame)!;
                _comeBack = (_clock.GetTimestamp(), TimeSpan.FromMilliseconds(plan.AfterMs));
                break;
            case ErrorFrame.TypeName:
                var error = frame.Deserialize(ProtocolJson.Default.ErrorFrame)!;
                LogError(_logger, error.Code, error.Detail);
                break;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The server sent what is no frame, it is passed over: {Problem}")]
    private static partial void LogUnusable(ILogger logger, string problem);

    [LoggerMessage(LogLevel.Error, "The server sent a frame of {Bytes} bytes, it is passed over: the limit is {MaxFrameBytes}")]
    private static partial void LogTooLarge(ILogger logger, long bytes, int maxFrameBytes);

    [LoggerMessage(LogLevel.Warning, "The server could not use a frame of this client: {Code}: {Detail}")]
    private static partial void LogError(ILogger logger, string code, string detail);
}
