using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StorePush.Delivery.Acknowledgements;
using StorePush.Delivery.Listening;
using StorePush.Delivery.Tests.Listening;
using StorePush.Hosting.Messaging;

namespace StorePush.Delivery.Tests.Acknowledgements;

public sealed class AckBacklogTests : IAsyncLifetime
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.1);

    private readonly FakeTimeProvider _clock = new();
    private readonly TaskCompletionSource _written = new();
    private readonly QueueWatch _queues;
    private readonly AckBacklog _backlog;

    public AckBacklogTests()
    {
        _queues = new QueueWatch(new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), _clock);
        _backlog = new AckBacklog(_queues, _clock);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _queues.Ready(new ListenedQueue(Queues.Acknowledgements));
        _clock.Advance(TimeSpan.FromSeconds(5));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void Nobody_waits_for_an_acknowledgement_that_has_just_come()
    {
        _ = WriteAsync(age: TimeSpan.FromSeconds(0.9));
        _clock.Advance(TimeSpan.FromSeconds(0.09));

        _backlog.WaitAsync(Cancellation).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task An_acknowledgement_that_is_held_is_waited_for_however_long_that_takes()
    {
        var writing = WriteAsync(age: TimeSpan.Zero);
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        var waiting = _backlog.WaitAsync(Cancellation);
        await StaysAsync(waiting, TimeSpan.FromMinutes(1));

        _written.SetResult();
        await writing;

        await PassesAsync(waiting);
    }

    [Fact]
    public async Task What_comes_old_out_of_the_queue_after_an_outage_is_waited_for()
    {
        var held = WriteAsync(age: TimeSpan.Zero);
        _clock.Advance(TimeSpan.FromSeconds(20));
        var waiting = _backlog.WaitAsync(Cancellation);
        var nextWritten = new TaskCompletionSource();
        _written.SetResult();
        await held;

        var next = _backlog.WriteAsync(_clock.GetUtcNow() - TimeSpan.FromSeconds(15), () => nextWritten.Task);

        await StaysAsync(waiting, TimeSpan.FromSeconds(0.4));
        nextWritten.SetResult();
        await next;
        await PassesAsync(waiting);
    }

    [Fact]
    public async Task What_is_always_old_is_waited_for_10_seconds_and_then_no_more()
    {
        var start = _clock.GetUtcNow();
        var written = new TaskCompletionSource();
        var writing = WriteOldAsync(written);
        var waiting = _backlog.WaitAsync(Cancellation);

        // One after the other, as they come from an edge whose clock is slow; none takes long.
        await Bounded.UntilAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(0.4));
            var next = new TaskCompletionSource();
            var writingNext = WriteOldAsync(next);
            written.SetResult();
            await writing;
            (written, writing) = (next, writingNext);
            return waiting.IsCompleted;
        });

        (_clock.GetUtcNow() - start).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(10));
        _backlog.WaitAsync(Cancellation).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Who_can_not_wait_until_none_is_slow_waits_for_what_was_acknowledged_before()
    {
        _ = WriteAsync(age: TimeSpan.FromSeconds(2));
        var waiting = _backlog.WaitForEarlierAsync(TimeSpan.Zero, Cancellation);
        var strict = _backlog.WaitAsync(Cancellation);
        await StaysAsync(waiting, TimeSpan.FromSeconds(0.4));
        _ = WriteForEverAsync(age: TimeSpan.Zero);
        await StaysAsync(waiting, TimeSpan.FromSeconds(1.2));

        // The one that came later goes on being slow.
        _written.SetResult();

        await PassesSoonAsync(waiting);
        strict.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Who_does_not_mind_the_last_second_does_not_wait_for_what_was_acknowledged_in_it()
    {
        _ = WriteAsync(age: TimeSpan.FromSeconds(1.5));
        _clock.Advance(TimeSpan.FromSeconds(0.6));
        _ = WriteForEverAsync(age: TimeSpan.Zero);
        _clock.Advance(TimeSpan.FromSeconds(0.6));
        var waiting = _backlog.WaitForEarlierAsync(TimeSpan.FromSeconds(1), Cancellation);
        waiting.IsCompleted.ShouldBeFalse();

        _written.SetResult();

        await PassesSoonAsync(waiting);
        _backlog.WaitForEarlierAsync(TimeSpan.Zero, Cancellation).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task What_comes_out_of_the_queue_is_not_enough_while_it_is_older_than_the_wait()
    {
        _ = WriteAsync(age: TimeSpan.FromSeconds(2));
        var waiting = _backlog.WaitForEarlierAsync(TimeSpan.Zero, Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(0.4));
        _written.SetResult();

        _ = WriteForEverAsync(age: TimeSpan.FromSeconds(1.5));

        await StaysAsync(waiting, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task What_is_held_while_the_database_is_away_is_waited_for_by_all()
    {
        _ = WriteAsync(age: TimeSpan.Zero);
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        var waiting = _backlog.WaitForEarlierAsync(TimeSpan.Zero, Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        _ = WriteForEverAsync(age: TimeSpan.Zero);
        await StaysAsync(waiting, TimeSpan.FromSeconds(3));

        // It is back, and what was acknowledged meanwhile is not written down yet.
        _written.SetResult();

        await StaysAsync(waiting, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task An_edge_whose_clock_is_ahead_hides_nothing()
    {
        _ = WriteAsync(age: TimeSpan.FromSeconds(-20));
        _clock.Advance(TimeSpan.FromSeconds(0.6));
        var waiting = _backlog.WaitForEarlierAsync(TimeSpan.Zero, Cancellation);

        await StaysAsync(waiting, TimeSpan.FromSeconds(1));

        _written.SetResult();
        await PassesSoonAsync(waiting);
    }

    [Fact]
    public async Task While_others_are_written_down_one_that_is_held_is_waited_for_10_seconds_and_then_no_more()
    {
        _ = WriteAsync(age: TimeSpan.Zero);
        var waiting = _backlog.WaitAsync(Cancellation);
        var start = _clock.GetUtcNow();

        await Bounded.UntilAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(0.4));
            await _backlog.WriteAsync(_clock.GetUtcNow(), () => Task.CompletedTask);
            waiting = waiting.IsCompleted ? _backlog.WaitAsync(Cancellation) : waiting;
            return waiting.IsCompleted && _clock.GetUtcNow() - start > TimeSpan.FromSeconds(1);
        });

        (_clock.GetUtcNow() - start).ShouldBeInRange(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15));
        _backlog.WaitAsync(Cancellation).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_behind_on_a_new_connection_is_waited_for_anew()
    {
        _ = WriteAsync(age: TimeSpan.FromSeconds(2));
        await _backlog.WriteAsync(_clock.GetUtcNow(), () => Task.CompletedTask);
        var waiting = _backlog.WaitAsync(Cancellation);
        await StaysAsync(waiting, TimeSpan.FromSeconds(4));
        await _queues.Ready(new ListenedQueue(Queues.Acknowledgements));
        await _backlog.WriteAsync(_clock.GetUtcNow(), () => Task.CompletedTask);

        await StaysAsync(waiting, TimeSpan.FromSeconds(9.8));
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
        await StaysAsync(waiting, TimeSpan.FromSeconds(5));

        await _queues.Ready(new ListenedQueue(Queues.Acknowledgements));
        await StaysAsync(waiting, TimeSpan.FromSeconds(4.9));

        await PassesAsync(waiting);
    }

    [Fact]
    public async Task Once_one_is_written_down_after_a_start_the_others_are_under_way_when_2_seconds_have_passed()
    {
        await _queues.Ready(new ListenedQueue(Queues.Acknowledgements));
        var waiting = _backlog.WaitAsync(Cancellation);
        var writing = WriteAsync(age: TimeSpan.Zero);
        _written.SetResult();
        await writing;

        await StaysAsync(waiting, TimeSpan.FromSeconds(1.9));

        var before = _clock.GetUtcNow();
        await PassesAsync(waiting);
        (_clock.GetUtcNow() - before).ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task It_has_started_when_nobody_waits_for_what_it_can_not_know_yet_and_stays_so()
    {
        await _queues.Faulted(new ListenedQueue(Queues.Acknowledgements));
        _backlog.HasStarted.ShouldBeFalse();
        await _queues.Ready(new ListenedQueue(Queues.Acknowledgements));
        await _backlog.WriteAsync(_clock.GetUtcNow(), () => Task.CompletedTask);
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        _backlog.HasStarted.ShouldBeFalse();
        (await HealthAsync()).ShouldBe(HealthStatus.Unhealthy);

        _clock.Advance(TimeSpan.FromSeconds(0.2));
        _backlog.HasStarted.ShouldBeTrue();
        (await HealthAsync()).ShouldBe(HealthStatus.Healthy);

        await _queues.Faulted(new ListenedQueue(Queues.Acknowledgements));
        await _queues.Ready(new ListenedQueue(Queues.Acknowledgements));
        _backlog.HasStarted.ShouldBeTrue();
    }

    [Fact]
    public async Task Where_no_acknowledgements_come_nobody_waits_longer_than_10_seconds()
    {
        await _queues.Faulted(new ListenedQueue(Queues.Acknowledgements));
        var waiting = _backlog.WaitAsync(Cancellation);
        await StaysAsync(waiting, TimeSpan.FromSeconds(9.9));

        await PassesAsync(waiting);
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

    private async Task<HealthStatus> HealthAsync() =>
        (await new AcknowledgementsHealthCheck(_backlog).CheckHealthAsync(new(), Cancellation)).Status;

    private Task WriteAsync(TimeSpan age) => _backlog.WriteAsync(_clock.GetUtcNow() - age, () => _written.Task);

    private Task WriteForEverAsync(TimeSpan age) => _backlog.WriteAsync(_clock.GetUtcNow() - age, () => new TaskCompletionSource().Task);

    private Task WriteOldAsync(TaskCompletionSource written) =>
        _backlog.WriteAsync(_clock.GetUtcNow() - TimeSpan.FromSeconds(2), () => written.Task);

    private async Task StaysAsync(Task waiting, TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Step)
        {
            _clock.Advance(Step);
            await Task.Yield();
        }

        waiting.IsCompleted.ShouldBeFalse();
    }

    private async Task PassesSoonAsync(Task waiting)
    {
        var before = _clock.GetUtcNow();
        await PassesAsync(waiting);
        (_clock.GetUtcNow() - before).ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    private Task PassesAsync(Task waiting) => Bounded.UntilAsync(() =>
    {
        _clock.Advance(Step);
        return Task.FromResult(waiting.IsCompletedSuccessfully);
    });
}
