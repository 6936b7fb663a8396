using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StorePush.Hosting.Messaging;

namespace StorePush.Contracts.Tests.Messaging;

public sealed class ConfirmedPublisherTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _clock = new();
    private readonly HangingTransport _transport = new();
    private ServiceProvider _services = null!;
    private ConfirmedPublisher _publisher = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _services = new ServiceCollection()
            .AddSingleton(NullLoggerFactory.Instance)
            .AddPublishObserver(_ => _transport)
            .AddMassTransit(bus =>
            {
                bus.DisableUsageTelemetry();
                bus.UsingInMemory();
            })
            .BuildServiceProvider();
        await _services.GetRequiredService<IBusControl>().StartAsync(Cancellation);
        _publisher = new ConfirmedPublisher(_services.GetRequiredService<IBus>(), Options.Create(new BrokerOptions()), _clock);
    }

    public async ValueTask DisposeAsync()
    {
        _transport.End();
        await _services.GetRequiredService<IBusControl>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task A_transport_that_hangs_whatever_it_is_told_is_given_up_after_the_time_for_the_confirm()
    {
        var publishing = _publisher.PublishAsync(new EdgeHeartbeat { EdgeId = "edge-1", Starting = false }, Cancellation);
        await _transport.Begun.WaitAsync(Limit, Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(3.9));
        publishing.IsCompleted.ShouldBeFalse();

        _clock.Advance(TimeSpan.FromSeconds(0.1));

        await Should.ThrowAsync<BrokerUnavailableException>(publishing.WaitAsync(Limit, Cancellation));
    }

    [Fact]
    public async Task A_transport_that_hangs_is_given_up_when_the_caller_is_gone()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var publishing = _publisher.PublishAsync(new EdgeHeartbeat { EdgeId = "edge-1", Starting = false }, caller.Token);
        await _transport.Begun.WaitAsync(Limit, Cancellation);

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(publishing.WaitAsync(Limit, Cancellation));
    }

    /// <summary>Nothing that is published comes to an end.</summary>
    private sealed class HangingTransport : IPublishObserver
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public void End() => _end.SetResult();

        public Task PrePublish<T>(PublishContext<T> context)
            where T : class
        {
            _begun.TrySetResult();
            return _end.Task;
        }

        public Task PostPublish<T>(PublishContext<T> context)
            where T : class => Task.CompletedTask;

        public Task PublishFault<T>(PublishContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;
    }
}
