using MassTransit;
using StorePush.Contracts;

namespace StorePush.Edge.Revocations;

/// <summary>Every edge learns of every revocation.</summary>
internal sealed class DeviceRevokedConsumer(RevocationList revocations) : IConsumer<DeviceRevoked>
{
    public Task Consume(ConsumeContext<DeviceRevoked> context)
    {
        revocations.Add(context.Message);
        return Task.CompletedTask;
    }
}
