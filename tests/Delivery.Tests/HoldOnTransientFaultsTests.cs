using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using StorePush.Contracts;

namespace StorePush.Delivery.Tests;

public sealed class HoldOnTransientFaultsTests
{
    [Fact]
    public async Task A_message_over_which_something_took_too_long_is_tried_again_and_not_put_aside()
    {
        var tries = 0;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var services = new ServiceCollection()
            .AddSingleton(NullLoggerFactory.Instance)
            .AddMassTransit(bus =>
            {
                bus.DisableUsageTelemetry();
                bus.AddHandler((EdgeHeartbeat _) =>
                {
                    if (Interlocked.Increment(ref tries) == 1)
                        throw new OperationCanceledException(new CancellationToken(canceled: true));
                    done.SetResult();
                    return Task.CompletedTask;
                });
                bus.AddConfigureEndpointsCallback((_, endpoint) => endpoint.UseMessageRetry(HoldOnTransientFaults.Policy));
                bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context));
            })
            .BuildServiceProvider();
        var bus = services.GetRequiredService<IBusControl>();
        await bus.StartAsync(TestContext.Current.CancellationToken);

        await bus.Publish(new EdgeHeartbeat { EdgeId = "edge-1", Starting = false }, TestContext.Current.CancellationToken);

        await done.Task.Soon();
        await bus.StopAsync(TestContext.Current.CancellationToken);
    }
}
