using MassTransit;
using StorePush.Contracts;

namespace StorePush.Delivery.Sessions;

/// <summary>Removes connections.</summary>
internal sealed class DevicesDisconnectedConsumer(SessionRegistrar sessions) : IConsumer<DevicesDisconnected>
{
    public Task Consume(ConsumeContext<DevicesDisconnected> context) =>
        Task.WhenAll(context.Message.ConnectionIds.Select(id => sessions.RemoveAsync(id, context.CancellationToken)));
}
