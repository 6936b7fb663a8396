using MassTransit;
using StorePush.Hosting.Messaging;

namespace StorePush.Delivery.Pushing;

/// <summary>Sends commands to edges.</summary>
/// <remarks>
/// They are hints: the database knows what is pending, and a lost command is made good by the next push or connect. So they are not
/// written to the broker's disk.
/// </remarks>
internal sealed class EdgeCommands(IBus bus, TimeProvider clock)
{
    /// <summary>What was to be pushed before is not of interest any more: it is pushed again, or replayed.</summary>
    private static readonly TimeSpan LongestPublish = TimeSpan.FromSeconds(30);

    /// <summary>Sends a command to its edge.</summary>
    /// <exception cref="TimeoutException">That took 30 seconds.</exception>
    public Task SendAsync<TCommand>(TCommand command, CancellationToken cancellationToken)
        where TCommand : class =>
        bus.PublishInTimeAsync(command, context => context.Durable = false, LongestPublish, clock, cancellationToken);

    public Task SendAllAsync<TCommand>(IEnumerable<TCommand> commands, CancellationToken cancellationToken)
        where TCommand : class => Task.WhenAll(commands.Select(command => SendAsync(command, cancellationToken)));
}
