using Microsoft.Extensions.Time.Testing;
using RabbitMQ.Client;
using StorePush.Hosting.Messaging;
using StorePush.Tests.Common.Servers;

namespace StorePush.Integration.Tests.Faults;

public sealed class WatchedConnectionTests(RabbitMqServer rabbitMq) : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private VirtualHost _broker = null!;
    private TcpLink _link = null!;
    private IConnection _connection = null!;
    private WatchedConnection _watched = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _broker = await rabbitMq.CreateVirtualHostAsync(Cancellation);
        _link = TcpLink.Open(_broker.Url);
        var connections = new ConnectionFactory
        {
            Uri = _link.Url,
            AutomaticRecoveryEnabled = false,
            ContinuationTimeout = TimeSpan.FromSeconds(4),
        };
        _connection = await connections.CreateConnectionAsync(Cancellation);
        _watched = new WatchedConnection(_connection, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _link.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task A_lost_connection_is_over_once_its_channels_were_told()
    {
        var told = new TaskCompletionSource();
        var channel = await _connection.CreateChannelAsync(cancellationToken: Cancellation);
        channel.ChannelShutdownAsync += (_, _) => told.Task;
        _watched.Look().ShouldBe(TimeSpan.Zero);

        _link.Cut();
        await Bounded.UntilAsync(() => Task.FromResult(!_connection.IsOpen));
        _watched.Look();
        _clock.Advance(TimeSpan.FromSeconds(7));
        _watched.Look().ShouldBe(TimeSpan.FromSeconds(7));
        _watched.IsOver.ShouldBeFalse();

        told.SetResult();
        await Bounded.UntilAsync(() => Task.FromResult(_watched.IsOver));
        _watched.Look().ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_channel_that_was_opened_since_the_last_look_but_one_counts()
    {
        var told = new TaskCompletionSource();
        _watched.Look();
        var channel = await _connection.CreateChannelAsync(cancellationToken: Cancellation);
        channel.ChannelShutdownAsync += (_, _) => told.Task;
        _watched.Look();

        _link.Cut();
        await Bounded.UntilAsync(() => Task.FromResult(!_connection.IsOpen));
        _watched.IsOver.ShouldBeFalse();

        told.SetResult();
        await Bounded.UntilAsync(() => Task.FromResult(_watched.IsOver));
    }

    [Fact]
    public async Task A_lost_connection_that_is_disposed_of_before_its_channels_were_told_is_never_over()
    {
        var end = new TaskCompletionSource();
        var channel = await _connection.CreateChannelAsync(cancellationToken: Cancellation);
        channel.ChannelShutdownAsync += (_, _) => _connection.DisposeAsync().AsTask();
        _watched.Look();
        _connection.ConnectionShutdownAsync += (_, _) =>
        {
            end.SetResult();
            return Task.CompletedTask;
        };

        _link.Cut();
        await end.Task.Soon();

        _watched.IsOver.ShouldBeFalse();
        _watched.Look();
        _clock.Advance(TimeSpan.FromSeconds(7));
        _watched.Look().ShouldBe(TimeSpan.FromSeconds(7));
    }
}
