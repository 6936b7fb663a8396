using System.Collections.Concurrent;
using StorePush.Contracts;
using StorePush.Edge.Connections;
using StorePush.Hosting.Messaging;

namespace StorePush.Edge.Presence;

/// <summary>Tells Delivery who is connected, and asks it for what is pending.</summary>
internal sealed class PresenceReporter(ISafePublisher publisher, EdgeIdentity edge, TimeProvider clock)
{
    private const int DisconnectAttempts = 3;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    // A connection is reported once at a time, however long the broker is away.
    private readonly ConcurrentDictionary<Guid, DeviceConnection> _reporting = new();

    /// <summary>
    /// Reports a connection, until that is safe or the connection is gone: an unreported device would hear nothing of live messages.
    /// Delivery answers with the first page of the replay.
    /// </summary>
    public async Task ReportConnectedAsync(DeviceConnection connection)
    {
        var report = new DeviceConnected
        {
            EdgeId = edge.Id,
            StoreId = connection.Device.StoreId,
            DeviceId = connection.Device.DeviceId,
            ConnectionId = connection.Id,
            ConnectedAt = connection.ConnectedAt,
            TokenIssuedAt = connection.Device.TokenIssuedAt,
        };

        if (!_reporting.TryAdd(connection.Id, connection))
            return;

        try
        {
            // Before the report: the first page may be here before the broker's confirm is.
            connection.Feed.AwaitPage();
            while (!await TryPublishAsync(report, connection.Closed) && !connection.Closed.IsCancellationRequested)
                connection.Feed.AwaitPage();
        }
        finally
        {
            _reporting.TryRemove(connection.Id, out _);
        }
    }

    /// <summary>
    /// Reports that a connection is gone. Tries a few times only: Delivery learns of it by itself when it pushes to that connection.
    /// </summary>
    public async Task ReportDisconnectedAsync(Guid connectionId)
    {
        var report = new DeviceDisconnected { EdgeId = edge.Id, ConnectionId = connectionId };
        for (var attempt = 1; attempt <= DisconnectAttempts; attempt++)
        {
            if (await TryPublishAsync(report, CancellationToken.None))
                return;
        }
    }

    /// <summary>Asks for the next page of a connection's replay.</summary>
    public async Task AskForPageAsync(DeviceConnection connection, ReplayCursor after)
    {
        connection.Feed.AwaitPage();
        await TryPublishAsync(
            new ReplayRequested
            {
                EdgeId = edge.Id,
                StoreId = connection.Device.StoreId,
                ConnectionId = connection.Id,
                After = after,
            },
            connection.Closed);
    }

    /// <summary>When a page is overdue: lets live messages through and asks for the replay from its start.</summary>
    public void AskAgainIfOverdue(DeviceConnection connection)
    {
        if (!connection.Feed.IsPageOverdue())
            return;

        connection.Feed.GoLive();
        _ = ReportConnectedAsync(connection);
    }

    private async Task<bool> TryPublishAsync<TMessage>(TMessage message, CancellationToken cancellationToken)
        where TMessage : class
    {
        try
        {
            await publisher.PublishAsync(message, cancellationToken);
            return true;
        }
        catch (BrokerUnavailableException)
        {
            await Task.Delay(RetryDelay, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
