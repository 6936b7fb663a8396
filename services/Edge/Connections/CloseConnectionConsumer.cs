using MassTransit;
using StorePush.Contracts;
using StorePush.Protocol;

namespace StorePush.Edge.Connections;

/// <summary>Closes a connection that Delivery does not want: replaced on another edge, or revoked.</summary>
internal sealed class CloseConnectionConsumer(ConnectionRegistry registry) : IConsumer<CloseConnection>
{
    public Task Consume(ConsumeContext<CloseConnection> context)
    {
        registry.Find(context.Message.ConnectionId)?.Close((CloseCode)context.Message.Code);
        return Task.CompletedTask;
    }
}
