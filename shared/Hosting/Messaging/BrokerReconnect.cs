using System.Runtime.CompilerServices;
using MassTransit;
using MassTransit.RabbitMqTransport.Configuration;
using MassTransit.Transports;
using Microsoft.Extensions.Hosting;

namespace StorePush.Hosting.Messaging;

/// <summary>
/// A process whose connection to RabbitMQ broke consumes again within a few seconds of the broker's return: the first time and every
/// time, and whatever the broker said meanwhile.
/// </summary>
/// <remarks>
/// By itself MassTransit (8.5) waits 3 to 37 seconds, and longer each time in the life of a process, since a success doesn't set it
/// back; after an error that it thinks final it stops consuming for good. There is no setting, so its policy is replaced before the bus
/// starts. If a version has no such field, the process does not start.
/// </remarks>
internal sealed class BrokerReconnect(IBusInstance bus) : IHostedLifecycleService
{
    /// <summary>MassTransit itself adds a second to each wait.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    public static IRetryPolicy Policy { get; } = Retry.Exponential(int.MaxValue, FirstWait, LongestWait, FirstWait);

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (bus.HostConfiguration is RabbitMqHostConfiguration host)
            PolicyOf(host) = Policy;
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<ReceiveTransportRetryPolicy>k__BackingField")]
    private static extern ref IRetryPolicy PolicyOf(RabbitMqHostConfiguration host);
}
