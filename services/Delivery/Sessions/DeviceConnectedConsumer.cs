using MassTransit;
using StorePush.Contracts;
using StorePush.Delivery.Pushing;
using StorePush.Delivery.Replay;
using StorePush.Protocol;

namespace StorePush.Delivery.Sessions;

/// <summary>Records a connection, closes those that it replaces, and answers with what is pending.</summary>
/// <remarks>Done twice it records once and replays twice, which devices tell by the id.</remarks>
internal sealed class DeviceConnectedConsumer(SessionRegistrar sessions, ReplayPages replay, EdgeCommands edges)
    : IConsumer<DeviceConnected>
{
    public async Task Consume(ConsumeContext<DeviceConnected> context)
    {
        var connected = context.Message;
        var registration = await sessions.RegisterAsync(connected, context.CancellationToken);

        if (registration.IsRevoked)
        {
            await CloseAsync(connected.EdgeId, connected.ConnectionId, CloseCode.Forbidden, context.CancellationToken);
            return;
        }

        foreach (var old in registration.Replaced)
            await CloseAsync(old.EdgeId, old.ConnectionId, CloseCode.Replaced, context.CancellationToken);

        if (registration.HasPending)
            await replay.SendAsync(connected.EdgeId, connected.StoreId, connected.ConnectionId, null, context.CancellationToken);
        else
            await replay.SendEmptyAsync(connected.EdgeId, connected.ConnectionId, context.CancellationToken);
    }

    private Task CloseAsync(string edgeId, Guid connectionId, CloseCode code, CancellationToken cancellationToken) =>
        edges.SendAsync(
            new CloseConnection { EdgeId = edgeId, ConnectionId = connectionId, Code = (int)code }, cancellationToken);
}
