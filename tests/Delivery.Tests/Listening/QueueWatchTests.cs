using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StorePush.Delivery.Listening;

namespace StorePush.Delivery.Tests.Listening;

public sealed class QueueWatchTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly ListenedQueue _queue = new("orders");
    private readonly QueueWatch _watch;

    public QueueWatchTests() => _watch = new QueueWatch(_lifetime, _clock);

    [Fact]
    public async Task A_queue_is_heard_from_the_moment_it_is_ready()
    {
        _watch.HeardSince("orders").ShouldBeNull();

        await _watch.Ready(_queue);

        _watch.HeardSince("orders").ShouldBe(_clock.GetUtcNow());
        _watch.HeardSince("other").ShouldBeNull();
    }

    [Fact]
    public async Task A_queue_in_memory_holds_nothing_of_the_time_before()
    {
        await _watch.Ready(new ListenedQueue("orders", "loopback"));

        _watch.HeardSince("orders").ShouldBe(DateTimeOffset.MinValue);
    }

    [Fact]
    public async Task A_queue_whose_connection_broke_is_heard_anew_when_it_is_back()
    {
        await _watch.Ready(_queue);
        await _watch.Faulted(_queue);
        _watch.HeardSince("orders").ShouldBeNull();

        _clock.Advance(TimeSpan.FromSeconds(3));
        await _watch.Ready(_queue);

        _watch.HeardSince("orders").ShouldBe(_clock.GetUtcNow());
    }

    [Fact]
    public async Task A_queue_is_heard_anew_when_the_bus_was_stopped_and_started()
    {
        await _watch.Ready(_queue);

        await _watch.Stopping(_queue);
        await _watch.Completed(_queue);

        _watch.HeardSince("orders").ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_waits_for_a_queue_of_a_process_that_ends()
    {
        await _watch.Ready(_queue);
        var since = _clock.GetUtcNow();

        _lifetime.StopApplication();
        await _watch.Stopping(_queue);
        await _watch.Completed(_queue);

        _watch.HeardSince("orders").ShouldBe(since);
    }
}
