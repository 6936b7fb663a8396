using System.Collections.Concurrent;
using MassTransit;
using StorePush.Contracts;

namespace StorePush.Integration.Tests.Deployments;

/// <summary>Another team's service: watches the events that StorePush publishes on the broker.</summary>
internal sealed class BusWatch : IAsyncDisposable, IConsumer<MessageDelivered>, IConsumer<MessageExpired>
{
    private IBusControl _bus = null!;

    public ConcurrentQueue<MessageDelivered> Delivered { get; } = new();

    public ConcurrentQueue<MessageExpired> Expired { get; } = new();

    public static async Task<BusWatch> StartAsync(Uri broker)
    {
        var watch = new BusWatch();
        watch._bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(broker);
            rabbit.ReceiveEndpoint("another-team", endpoint => endpoint.Instance(watch));
        });
        await watch._bus.StartAsync(TestContext.Current.CancellationToken);
        return watch;
    }

    public Task Consume(ConsumeContext<MessageDelivered> context)
    {
        Delivered.Enqueue(context.Message);
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<MessageExpired> context)
    {
        Expired.Enqueue(context.Message);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await _bus.StopAsync(CancellationToken.None);
}
