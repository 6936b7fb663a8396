using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RabbitMQ.Client.Exceptions;
using StorePush.Hosting.Messaging;

namespace StorePush.Contracts.Tests.Messaging;

public sealed class BusRevivalTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private readonly StartCount _starts = new();
    private ServiceProvider _services = null!;
    private BusRevival _revival = null!;
    private BrokenChannels _channels = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _services = new ServiceCollection()
            .AddSingleton(NullLoggerFactory.Instance)
            .AddBusObserver(_ => _starts)
            .AddMassTransit(bus =>
            {
                bus.DisableUsageTelemetry();
                bus.UsingInMemory();
            })
            .BuildServiceProvider();
        var bus = _services.GetRequiredService<IBusControl>();
        await bus.StartAsync(Cancellation);
        _channels = new BrokenChannels(_clock);
        _revival = new BusRevival(bus, _channels, _clock, NullLogger<BusRevival>.Instance);
        await _revival.StartAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _revival.StopAsync(CancellationToken.None);
        await _services.GetRequiredService<IBusControl>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task A_bus_that_meets_nothing_but_closed_channels_for_10_seconds_is_started_anew()
    {
        _channels.Note(new ObjectDisposedException("channel"));

        await PassTimeUntilAsync(() => _starts.Count == 2);

        _channels.For.ShouldBe(TimeSpan.Zero);
        (_clock.GetUtcNow() - _clock.Start).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(10));
        await _services.GetRequiredService<IBus>().Publish(new DeviceRevoked { StoreId = "S1", DeviceId = "till-1", RevokedAt = default }, Cancellation);
    }

    [Fact]
    public async Task One_message_that_goes_through_leaves_the_bus_as_it_is()
    {
        _channels.Note(new AlreadyClosedException(new RabbitMQ.Client.Events.ShutdownEventArgs(RabbitMQ.Client.ShutdownInitiator.Peer, 491, "closed")));
        _clock.Advance(TimeSpan.FromSeconds(9));

        await _channels.PostPublish<DeviceRevoked>(null!);

        _channels.For.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_broker_that_is_away_is_waited_for()
    {
        _channels.Note(new OperationCanceledException());
        _channels.Note(new TimeoutException());
        _clock.Advance(TimeSpan.FromSeconds(60));

        _channels.For.ShouldBe(TimeSpan.Zero);
    }

    private async Task PassTimeUntilAsync(Func<bool> hasHappened)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!hasHappened())
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await pace.WaitForNextTickAsync(limit.Token);
        }
    }
}
