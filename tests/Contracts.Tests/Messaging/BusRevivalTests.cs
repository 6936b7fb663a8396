using MassTransit;
using MassTransit.Context;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RabbitMQ.Client.Exceptions;
using StorePush.Hosting.Messaging;

namespace StorePush.Contracts.Tests.Messaging;

public sealed class BusRevivalTests : IAsyncLifetime
{
    private static readonly Uri Bus = new("rabbitmq://broker/bus");
    private static readonly Uri Endpoint = new("rabbitmq://broker/storepush-deliveries");

    private readonly FakeTimeProvider _clock = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly StartCount _starts = new();
    private readonly ServiceProvider _rabbit = Services(bus => bus.UsingRabbitMq());
    private ServiceProvider _services = null!;
    private BusRevival _revival = null!;
    private BrokenChannels _channels = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _services = Services(bus =>
        {
            bus.AddBusObserver(_ => _starts);
            bus.UsingInMemory();
        });
        var bus = _services.GetRequiredService<IBusControl>();
        await bus.StartAsync(Cancellation);
        _channels = new BrokenChannels(_clock);
        var connections = new LostConnections(_rabbit.GetRequiredService<IBusInstance>(), _clock);
        _revival = new BusRevival(bus, connections, _channels, _lifetime, Options.Create(new BrokerOptions()), _clock, NullLogger<BusRevival>.Instance);
        await _revival.StartAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _revival.StopAsync(CancellationToken.None);
        await _services.GetRequiredService<IBusControl>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        await _rabbit.DisposeAsync();
    }

    [Fact]
    public async Task A_bus_that_meets_nothing_but_closed_channels_for_10_seconds_is_started_anew()
    {
        await PassTimeUntilAsync(
            async () =>
            {
                if (_starts.Stops == 0)
                    await FailAsync<DeviceRevoked>(new ObjectDisposedException("channel"));
                await SucceedAsync<EdgeHeartbeat>();
                await SucceedAsync<DeviceRevoked>(Endpoint);
            },
            () => _starts.Count == 2);

        await PassTimeUntilAsync(() => Task.CompletedTask, () => _channels.Longest == TimeSpan.Zero);
        (_clock.GetUtcNow() - _clock.Start).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(10));
        await _services.GetRequiredService<IBus>().Publish(Revoked, Cancellation);
    }

    [Fact]
    public async Task A_bus_that_can_not_be_started_anew_ends_the_process_with_exit_code_1()
    {
        _starts.Fails = true;

        await PassTimeUntilAsync(
            () => FailAsync<DeviceRevoked>(new ObjectDisposedException("channel")),
            () => _lifetime.ApplicationStopping.IsCancellationRequested);
        Environment.ExitCode.ShouldBe(1);
        Environment.ExitCode = 0;
    }

    [Fact]
    public async Task One_message_that_met_a_closed_channel_says_nothing_of_the_time_since()
    {
        await FailAsync<DeviceRevoked>(new ObjectDisposedException("channel"));
        _clock.Advance(TimeSpan.FromSeconds(60));

        _channels.Longest.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Two_messages_that_met_closed_channels_hours_apart_are_two_faults()
    {
        await FailAsync<DeviceRevoked>(new ObjectDisposedException("channel"));
        _clock.Advance(TimeSpan.FromHours(3));
        await FailAsync<DeviceRevoked>(new ObjectDisposedException("channel"));

        _channels.Longest.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task One_message_that_goes_through_leaves_the_bus_as_it_is()
    {
        await FailAsync<DeviceRevoked>(new AlreadyClosedException(new RabbitMQ.Client.Events.ShutdownEventArgs(RabbitMQ.Client.ShutdownInitiator.Peer, 491, "closed")));
        _clock.Advance(TimeSpan.FromSeconds(9));
        await FailAsync<DeviceRevoked>(new ObjectDisposedException("channel"));
        _channels.Longest.ShouldBe(TimeSpan.FromSeconds(9));

        await SucceedAsync<DeviceRevoked>();

        _channels.Longest.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_broker_that_is_away_is_waited_for()
    {
        await FailAsync<DeviceRevoked>(new OperationCanceledException());
        _clock.Advance(TimeSpan.FromSeconds(60));
        await FailAsync<DeviceRevoked>(new TimeoutException());

        _channels.Longest.ShouldBe(TimeSpan.Zero);
    }

    private static ServiceProvider Services(Action<IBusRegistrationConfigurator> configure) => new ServiceCollection()
        .AddSingleton(NullLoggerFactory.Instance)
        .AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            configure(bus);
        })
        .BuildServiceProvider();

    private static DeviceRevoked Revoked => new() { StoreId = "S1", DeviceId = "till-1", RevokedAt = default };

    private Task FailAsync<T>(Exception exception)
        where T : class => _channels.PublishFault(Published<T>(Bus), exception);

    private Task SucceedAsync<T>(Uri? source = null)
        where T : class => _channels.PostPublish(Published<T>(source ?? Bus));

    private static MessageSendContext<T> Published<T>(Uri source)
        where T : class => new(null!, Cancellation) { SourceAddress = source };

    private async Task PassTimeUntilAsync(Func<Task> publish, Func<bool> hasHappened)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!hasHappened())
        {
            // No time passes while the bus is stopped and started, however long that takes here.
            if (_starts.Fails || _starts.Stops < _starts.Count)
                _clock.Advance(TimeSpan.FromSeconds(1));
            await publish();
            await pace.WaitForNextTickAsync(limit.Token);
        }
    }
}
