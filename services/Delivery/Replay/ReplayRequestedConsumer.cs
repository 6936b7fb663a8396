using MassTransit;
using StorePush.Contracts;

namespace StorePush.Delivery.Replay;

/// <summary>Sends the next page to a connection that has read the one before.</summary>
internal sealed class ReplayRequestedConsumer(ReplayPages replay) : IConsumer<ReplayRequested>
{
    public Task Consume(ConsumeContext<ReplayRequested> context)
    {
        var request = context.Message;
        return replay.SendAsync(request.EdgeId, request.StoreId, request.ConnectionId, request.After, context.CancellationToken);
    }
}
