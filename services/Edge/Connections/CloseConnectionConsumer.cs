using MassTransit;
using StorePush.Contracts;
using StorePush.Edge.Drain;
using StorePush.Protocol;

namespace StorePush.Edge.Connections;

/// <summary>Closes a connection that Delivery does not want: replaced on another edge, revoked, or sent away to come back.</summary>
internal sealed class CloseConnectionConsumer(ConnectionRegistry registry) : IConsumer<CloseConnection>
{
    public Task Consume(ConsumeContext<CloseConnection> context)
    {
        if (registry.Find(context.Message.ConnectionId) is { } connection)
        {
            var code = (CloseCode)context.Message.Code;
            if (code == CloseCode.Restart)
                EdgeDrain.SendAway(connection);
            else
                connection.Close(code);
        }

        return Task.CompletedTask;
    }
}
