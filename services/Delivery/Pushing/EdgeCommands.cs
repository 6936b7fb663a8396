using MassTransit;

namespace StorePush.Delivery.Pushing;

/// <summary>Sends commands to edges.</summary>
/// <remarks>
/// They are hints: the database knows what is pending, and a lost command is made good by the next push or connect. So they are not
/// written to the broker's disk.
/// </remarks>
internal sealed class EdgeCommands(IBus bus)
{
    public Task SendAsync<TCommand>(TCommand command, CancellationToken cancellationToken)
        where TCommand : class => bus.Publish(command, context => context.Durable = false, cancellationToken);

    public Task SendAllAsync<TCommand>(IEnumerable<TCommand> commands, CancellationToken cancellationToken)
        where TCommand : class => Task.WhenAll(commands.Select(command => SendAsync(command, cancellationToken)));
}
