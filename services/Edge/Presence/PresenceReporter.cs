using System.Collections.Concurrent;
using StorePush.Batching;
using StorePush.Contracts;
using StorePush.Edge.Connections;
using StorePush.Hosting.Messaging;

namespace StorePush.Edge.Presence;

/// <summary>Tells Delivery who is connected, and asks it for what is pending. A storm of devices is told in few messages.</summary>
internal sealed class PresenceReporter : IAsyncDisposable
{
    private static readonly TimeSpan LongestDisconnect = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly BatcherOptions Limits = new() { MaxConcurrentBatches = 2 };

    private readonly ISafePublisher _publisher;
    private readonly EdgeIdentity _edge;
    private readonly TimeProvider _clock;
    private readonly Batcher<DeviceConnected, bool> _connects;
    private readonly Batcher<Guid, bool> _disconnects;

    // A connection is reported once at a time, however long the broker is away.
    private readonly ConcurrentDictionary<Guid, byte> _reporting = new();

    public PresenceReporter(ISafePublisher publisher, EdgeIdentity edge, TimeProvider clock)
    {
        (_publisher, _edge, _clock) = (publisher, edge, clock);
        _connects = new(PublishAsync, Limits);
        _disconnects = new(PublishAsync, Limits);
    }

    /// <summary>
    /// Reports a connection, until that is safe or the connection is gone: an unreported device would hear nothing of live messages.
    /// Delivery answers with the first page of the replay.
    /// </summary>
    public async Task ReportConnectedAsync(DeviceConnection connection)
    {
        var report = new DeviceConnected
        {
            EdgeId = _edge.Id,
            StoreId = connection.Device.StoreId,
            DeviceId = connection.Device.DeviceId,
            ConnectionId = connection.Id,
            ConnectedAt = connection.ConnectedAt,
            TokenIssuedAt = connection.Device.TokenIssuedAt,
        };

        if (!_reporting.TryAdd(connection.Id, 0))
            return;

        try
        {
            // Before the report: the first page may be here before the broker's confirm is.
            connection.Feed.AwaitPage(after: null);
            while (!await TryAsync(stop => _connects.AddAsync(report, stop), connection.Closed) && !connection.Closed.IsCancellationRequested)
            {
                connection.Feed.AwaitNothing();
                connection.Feed.AwaitPage(after: null);
            }
        }
        finally
        {
            _reporting.TryRemove(connection.Id, out _);
        }
    }

    /// <summary>
    /// Reports that a connection is gone. Tries for 15 seconds only: Delivery learns of it by itself when it pushes to that connection.
    /// </summary>
    public async Task ReportDisconnectedAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        using var longest = new CancellationTokenSource(LongestDisconnect, _clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(longest.Token, cancellationToken);
        while (!await TryAsync(stop => _disconnects.AddAsync(connectionId, stop), limit.Token) && !limit.IsCancellationRequested)
        {
            // The broker is away.
        }
    }

    /// <summary>Asks for the next page of a connection's replay.</summary>
    public async Task AskForPageAsync(DeviceConnection connection, ReplayCursor after)
    {
        connection.Feed.AwaitPage(after);
        var request = new ReplayRequested
        {
            EdgeId = _edge.Id,
            StoreId = connection.Device.StoreId,
            ConnectionId = connection.Id,
            After = after,
        };
        await TryAsync(stop => _publisher.PublishAsync(request, stop), connection.Closed);
    }

    /// <summary>When a page is overdue: lets live messages through and asks for the replay from its start.</summary>
    public void AskAgainIfOverdue(DeviceConnection connection)
    {
        if (!connection.Feed.IsPageOverdue())
            return;

        connection.Feed.GoLive();
        _ = ReportConnectedAsync(connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _connects.DisposeAsync();
        await _disconnects.DisposeAsync();
    }

    private async Task<IReadOnlyList<bool>> PublishAsync(IReadOnlyList<DeviceConnected> devices, CancellationToken cancellationToken)
    {
        await _publisher.PublishAsync(new DevicesConnected { Devices = devices }, cancellationToken);
        return new bool[devices.Count];
    }

    private async Task<IReadOnlyList<bool>> PublishAsync(IReadOnlyList<Guid> connectionIds, CancellationToken cancellationToken)
    {
        await _publisher.PublishAsync(
            new DevicesDisconnected { EdgeId = _edge.Id, ConnectionIds = connectionIds }, cancellationToken);
        return new bool[connectionIds.Count];
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> publish, CancellationToken cancellationToken)
    {
        try
        {
            await publish(cancellationToken);
            return true;
        }
        catch (BrokerUnavailableException)
        {
            await Task.Delay(RetryDelay, _clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }
}
