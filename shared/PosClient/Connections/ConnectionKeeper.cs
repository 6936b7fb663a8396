using Microsoft.Extensions.Logging;
using StorePush.Pos.Acknowledgements;
using StorePush.Pos.Messages;
using StorePush.Protocol;
using StorePush.Protocol.Frames;

namespace StorePush.Pos.Connections;

/// <summary>Keeps a terminal connected: connects, waits as long as the protocol asks for when that ended, and connects again.</summary>
internal sealed partial class ConnectionKeeper(
    PosClientOptions options,
    MessageDesk desk,
    AckBook acks,
    ClientEvents events,
    MachineEvents machine,
    TimeProvider clock,
    ILogger logger) : IDisposable
{
    /// <summary>How long an attempt that was given up may be on its way.</summary>
    private static readonly TimeSpan LongestWay = TimeSpan.FromMinutes(2);

    private readonly Signal _wake = new(clock);
    private readonly SocketConnector _connector = new(options, clock);
    private readonly TokenCache _tokens = new(options);
    private readonly Backoff _backoff = new(options);
    private volatile Connection? _connection;
    private volatile HelloFrame? _hello;
    private volatile ConnectionState _state;
    private volatile bool _checkedMeanwhile;
    private long _connectedAt;
    private long? _gaveUpAt;

    public ConnectionState State => _state;

    public Guid? ConnectionId => _hello?.ConnectionId;

    /// <summary>Runs until it is to end gracefully.</summary>
    /// <exception cref="PosClientStoppedException">The server does not want this terminal.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        machine.Changed += Check;
        string? reason = null;
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                Change(ConnectionState.Connecting);
                var end = await ConnectAsync(stopping);
                PosMetrics.Disconnects.Add(1, new KeyValuePair<string, object?>("code", end.Code));
                reason = end.Stop?.Message ?? end.Reason;
                if (end.Stop is not null && !IsReplacedByItself(end))
                    throw end.Stop;
                if (!stopping.IsCancellationRequested)
                    await WaitAsync(end, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Ended while there was no connection.
        }
        finally
        {
            machine.Changed -= Check;
            Change(ConnectionState.Stopped, reason);
        }
    }

    /// <summary>Connects at once if it waits, else makes sure that the connection stands.</summary>
    public void Check()
    {
        if (_connection is { } connection)
            connection.Probe();
        else
            _checkedMeanwhile = true;
        _wake.Set();
    }

    public void Dispose() => _wake.Dispose();

    private async Task<ConnectionEnd> ConnectAsync(CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await using var timer = clock.CreateTimer(_ => limit.Cancel(), null, options.ConnectTimeout, Timeout.InfiniteTimeSpan);
        var isUnderWay = false;
        try
        {
            var token = await _tokens.GetAsync(limit.Token);
            isUnderWay = true;
            var (socket, refused) = await _connector.ConnectAsync(token, limit.Token);
            if (socket is null)
                return refused!;

            acks.StartOver();
            using var connection = new Connection(socket, acks, desk, options, clock, logger);
            return await ServeAsync(connection, limit.Token, stopping);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            var limitText = $"within {options.ConnectTimeout.TotalSeconds:0.#} s.";
            if (!isUnderWay)
                return new ConnectionEnd($"No token {limitText}");

            _gaveUpAt = clock.GetTimestamp();
            return new ConnectionEnd($"Could not connect {limitText}");
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested && exception is not OutOfMemoryException)
        {
            // The provider's own timeout is among these; and a token that can't be sent is not worth keeping.
            return new ConnectionEnd($"Could not connect: {exception.GetBaseException().Message}") { NeedsNewToken = true };
        }
    }

    /// <summary>The connection counts from the server's hello on.</summary>
    private async Task<ConnectionEnd> ServeAsync(Connection connection, CancellationToken limit, CancellationToken stopping)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        try
        {
            var running = connection.RunAsync(hello => Connected(connection, hello), giveUp.Token);
            if (await Task.WhenAny(connection.Hello.WaitAsync(limit), running) != running && !connection.Hello.IsCompleted)
            {
                await giveUp.CancelAsync();
                await running;
                _gaveUpAt = clock.GetTimestamp();
                return new ConnectionEnd($"No hello within {options.ConnectTimeout.TotalSeconds:0.#} s.");
            }

            var end = await running;
            return _connection is null ? end : end with { Stood = clock.GetElapsedTime(_connectedAt) };
        }
        finally
        {
            if (_connection is not null)
                PosMetrics.Connections.Add(-1);
            _connection = null;
            _hello = null;
        }
    }

    private void Connected(Connection connection, HelloFrame hello)
    {
        (_connectedAt, _hello, _connection) = (clock.GetTimestamp(), hello, connection);
        _checkedMeanwhile = false;
        PosMetrics.Connections.Add(1);
        LogConnected(logger, options.StoreId, options.DeviceId, hello.ConnectionId);
        Change(ConnectionState.Connected);
    }

    private async Task WaitAsync(ConnectionEnd end, CancellationToken stopping)
    {
        if (end.NeedsNewToken)
            _tokens.Forget();
        if (end.IsPlanned || end.Stood >= options.HealthyAfter)
            _backoff.Reset();

        var asked = TimeSpan.FromTicks(Math.Clamp(end.NotBefore?.Ticks ?? 0, 0, options.MaxBackoff.Ticks));
        var wait = end.IsPlanned ? asked : asked + _backoff.Next();
        _wake.Reset();
        if (_checkedMeanwhile)
            wait = TimeSpan.Zero;

        _checkedMeanwhile = false;
        _wake.SetAfter(wait);
        LogWaiting(logger, options.StoreId, options.DeviceId, end.Reason, wait.TotalSeconds);
        Change(ConnectionState.Waiting, end.Reason, wait);
        await _wake.WaitAsync(stopping);
        _wake.SetAfter(null);

        // Whoever asked for it meanwhile gets the attempt that follows now, and no second one.
        _checkedMeanwhile = false;
    }

    /// <summary>
    /// An attempt that was given up without an answer may still be on its way, and replaces the connection that was made after it: that is
    /// no other terminal. It is believed once for each such attempt.
    /// </summary>
    private bool IsReplacedByItself(ConnectionEnd end)
    {
        if (end.Code != (int)CloseCode.Replaced || _gaveUpAt is not { } gaveUpAt)
            return false;

        _gaveUpAt = null;
        return clock.GetElapsedTime(gaveUpAt) < LongestWay;
    }

    private void Change(ConnectionState state, string? reason = null, TimeSpan? retryIn = null)
    {
        _state = state;
        events.Raise(new ConnectionChangedEventArgs(state, reason, retryIn));
    }

    [LoggerMessage(LogLevel.Information, "Terminal {StoreId}/{DeviceId} is connected as {ConnectionId}")]
    private static partial void LogConnected(ILogger logger, string storeId, string deviceId, Guid connectionId);

    [LoggerMessage(LogLevel.Warning, "Terminal {StoreId}/{DeviceId} is not connected. {Reason} Next attempt in {Seconds:0.0} s")]
    private static partial void LogWaiting(ILogger logger, string storeId, string deviceId, string reason, double seconds);
}
