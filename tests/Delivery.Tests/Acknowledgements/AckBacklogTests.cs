using Microsoft.Extensions.Time.Testing;
using StorePush.Delivery.Acknowledgements;
using StorePush.Delivery.Listening;
using StorePush.Delivery.Tests.Listening;
using StorePush.Hosting.Messaging;

namespace StorePush.Delivery.Tests.Acknowledgements;

public sealed class AckBacklogTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private readonly TaskCompletionSource _written = new();
    private readonly QueueWatch _queues;
    private readonly AckBacklog _backlog;

    public AckBacklogTests()
    {
        _queues = new QueueWatch(_clock);
        _backlog = new AckBacklog(_queues, _clock);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _queues.Ready(new ListenedQueue(Queues.Acknowledgements));
        _clock.Advance(TimeSpan.FromSeconds(1));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void Nobody_waits_for_an_acknowledgement_that_has_just_come()
    {
        _ = WriteAsync(age: TimeSpan.FromSeconds(0.4));

        _backlog.WaitAsync(Cancellation).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task A_late_acknowledgement_is_waited_for()
    {
        var writing = WriteAsync(age: TimeSpan.FromSeconds(0.5));
        var waiting = _backlog.WaitAsync(Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(5));
        waiting.IsCompleted.ShouldBeFalse();

        _written.SetResult();
        await writing;
        await PassesAsync(waiting);
    }

    [Fact]
    public void An_acknowledgement_that_is_held_becomes_late()
    {
        _ = WriteAsync(age: TimeSpan.Zero);
        _clock.Advance(TimeSpan.FromSeconds(1));

        _backlog.WaitAsync(Cancellation).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task An_acknowledgement_that_fails_is_not_waited_for_any_longer()
    {
        var writing = WriteAsync(age: TimeSpan.FromSeconds(2));
        _written.SetException(new InvalidOperationException("broken"));
        await writing.ShouldThrowAsync<InvalidOperationException>();

        _backlog.WaitAsync(Cancellation).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task After_a_start_what_waits_in_the_queue_comes_first()
    {
        await _queues.Faulted(new ListenedQueue(Queues.Acknowledgements));
        var waiting = _backlog.WaitAsync(Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(5));
        waiting.IsCompleted.ShouldBeFalse();

        await _queues.Ready(new ListenedQueue(Queues.Acknowledgements));
        _clock.Advance(TimeSpan.FromSeconds(0.4));
        waiting.IsCompleted.ShouldBeFalse();

        await PassesAsync(waiting);
    }

    [Fact]
    public async Task Nobody_waits_longer_than_10_seconds_for_what_is_always_late()
    {
        _ = WriteAsync(age: TimeSpan.FromSeconds(2));
        var waiting = _backlog.WaitAsync(Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(9.9));
        await Task.Yield();
        waiting.IsCompleted.ShouldBeFalse();

        await PassesAsync(waiting);
        _backlog.WaitAsync(Cancellation).IsCompletedSuccessfully.ShouldBeTrue("the clock of an edge may be slow");
    }

    [Fact]
    public async Task Who_was_late_and_caught_up_is_waited_for_anew()
    {
        var writing = WriteAsync(age: TimeSpan.FromSeconds(2));
        var waiting = _backlog.WaitAsync(Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(10));
        await PassesAsync(waiting);
        _written.SetResult();
        await writing;
        await _backlog.WaitAsync(Cancellation).Soon();

        _ = _backlog.WriteAsync(_clock.GetUtcNow() - TimeSpan.FromSeconds(2), () => new TaskCompletionSource().Task);

        _backlog.WaitAsync(Cancellation).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Who_waits_can_be_stopped()
    {
        _ = WriteAsync(age: TimeSpan.FromSeconds(2));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var waiting = _backlog.WaitAsync(stop.Token);

        await stop.CancelAsync();

        await waiting.ShouldThrowAsync<OperationCanceledException>();
    }

    private Task WriteAsync(TimeSpan age) => _backlog.WriteAsync(_clock.GetUtcNow() - age, () => _written.Task);

    private Task PassesAsync(Task waiting) => Bounded.UntilAsync(() =>
    {
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        return Task.FromResult(waiting.IsCompletedSuccessfully);
    });
}
