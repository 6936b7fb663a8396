using MassTransit;
using StorePush.Contracts;

namespace StorePush.Delivery.Sessions;

/// <summary>Removes a connection.</summary>
internal sealed class DeviceDisconnectedConsumer(SessionRegistrar sessions) : IConsumer<DeviceDisconnected>
{
    public Task Consume(ConsumeContext<DeviceDisconnected> context) =>
        sessions.RemoveAsync(context.Message.ConnectionId, context.CancellationToken);
}
