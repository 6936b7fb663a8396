using Shouldly;
using Xunit;

namespace StorePush.Batching.Tests;

public sealed class BatcherTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly GatedWork _work = new();
    private Batcher<int, string> _batcher;

    public BatcherTests() => _batcher = new(_work.RunAsync, new BatcherOptions());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _batcher.DisposeAsync();

    [Fact]
    public async Task A_lone_item_goes_at_once()
    {
        var result = _batcher.AddAsync(1, Cancellation);
        (await _work.NextAsync()).Finish();

        (await result.WaitAsync(Patience, Cancellation)).ShouldBe("did 1");
    }

    [Fact]
    public async Task What_queues_up_while_a_batch_is_under_way_makes_the_next_one_in_order()
    {
        var first = _batcher.AddAsync(0, Cancellation);
        var busy = await _work.NextAsync();
        var rest = Add(1..50);
        busy.Finish();
        var next = await _work.NextAsync();
        next.Finish();

        busy.Items.ShouldBe([0]);
        next.Items.ShouldBe(Enumerable.Range(1, 49));
        await first.WaitAsync(Patience, Cancellation);
        (await Task.WhenAll(rest).WaitAsync(Patience, Cancellation)).ShouldBe(next.Items.Select(item => $"did {item}"));
    }

    [Fact]
    public async Task A_batch_has_at_most_MaxBatch_items()
    {
        await RestartAsync(new BatcherOptions { MaxBatch = 10 });
        _ = Add(0..1);
        var busy = await _work.NextAsync();
        _ = Add(1..26);
        busy.Finish();

        var sizes = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            var batch = await _work.NextAsync();
            sizes.Add(batch.Items.Count);
            batch.Finish();
        }

        sizes.ShouldBe([10, 10, 5]);
    }

    [Fact]
    public async Task As_many_batches_are_under_way_as_are_allowed_and_no_more()
    {
        await RestartAsync(new BatcherOptions { MaxConcurrentBatches = 2, MaxBatch = 1 });
        var results = Add(0..20);
        var older = await _work.NextAsync();
        for (var i = 1; i < 20; i++)
        {
            var younger = await _work.NextAsync();
            older.Finish();
            older = younger;
        }

        older.Finish();
        await Task.WhenAll(results).WaitAsync(Patience, Cancellation);

        _work.MostAtOnce.ShouldBe(2);
    }

    [Fact]
    public async Task A_caller_waits_for_a_place_when_the_queue_is_full_and_can_give_up()
    {
        await RestartAsync(new BatcherOptions { MaxQueued = 2 });
        _ = Add(0..1);
        var busy = await _work.NextAsync();
        _ = Add(1..3);
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var givesUp = _batcher.AddAsync(3, impatient.Token);
        _ = Add(4..5);

        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => givesUp.WaitAsync(Patience, Cancellation));
        busy.Finish();
        var queued = await _work.NextAsync();
        queued.Finish();

        int[] seen = [.. queued.Items, .. queued.Items.Contains(4) ? [] : (await _work.NextAsync()).Items];
        seen.ShouldBe([1, 2, 4]);
    }

    [Fact]
    public async Task A_caller_that_gives_up_takes_nobody_else_with_it_and_what_has_not_begun_is_not_done()
    {
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var busyResult = _batcher.AddAsync(0, Cancellation);
        var busy = await _work.NextAsync();
        var givesUp = _batcher.AddAsync(1, impatient.Token);
        var stays = _batcher.AddAsync(2, Cancellation);

        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => givesUp.WaitAsync(Patience, Cancellation));
        busy.Finish();
        var next = await _work.NextAsync();
        next.Finish();

        next.Items.ShouldBe([2]);
        (await stays.WaitAsync(Patience, Cancellation)).ShouldBe("did 2");
        (await busyResult).ShouldBe("did 0");
    }

    [Fact]
    public async Task An_exception_reaches_every_caller_of_its_batch_and_nobody_else()
    {
        var before = _batcher.AddAsync(0, Cancellation);
        var busy = await _work.NextAsync();
        var unlucky = Add(1..4);
        busy.Finish();
        var failing = await _work.NextAsync();
        var after = _batcher.AddAsync(4, Cancellation);
        failing.Done.SetException(new InvalidDataException("broken"));
        (await _work.NextAsync()).Finish();

        foreach (var result in unlucky)
            (await Should.ThrowAsync<InvalidDataException>(() => result.WaitAsync(Patience, Cancellation))).Message.ShouldBe("broken");
        (await before.WaitAsync(Patience, Cancellation)).ShouldBe("did 0");
        (await after.WaitAsync(Patience, Cancellation)).ShouldBe("did 4");
    }

    [Fact]
    public async Task Work_that_forgets_a_result_fails_its_batch()
    {
        var result = _batcher.AddAsync(0, Cancellation);
        (await _work.NextAsync()).Done.SetResult([]);

        var exception = await Should.ThrowAsync<InvalidOperationException>(() => result.WaitAsync(Patience, Cancellation));
        exception.Message.ShouldBe("A batch of 1 items gave 0 results.");
    }

    [Fact]
    public async Task Disposing_cancels_the_work_under_way_and_fails_what_is_queued()
    {
        var underWay = _batcher.AddAsync(0, Cancellation);
        await _work.NextAsync();
        var queued = _batcher.AddAsync(1, Cancellation);

        await _batcher.DisposeAsync().AsTask().WaitAsync(Patience, Cancellation);

        await Should.ThrowAsync<OperationCanceledException>(() => underWay.WaitAsync(Patience, Cancellation));
        await Should.ThrowAsync<ObjectDisposedException>(() => queued.WaitAsync(Patience, Cancellation));
        await Should.ThrowAsync<ObjectDisposedException>(() => _batcher.AddAsync(2, Cancellation));
        await _batcher.DisposeAsync();
    }

    private Task<string>[] Add(Range items) =>
        [.. Enumerable.Range(items.Start.Value, items.End.Value - items.Start.Value).Select(item => _batcher.AddAsync(item, Cancellation))];

    private async Task RestartAsync(BatcherOptions options)
    {
        await _batcher.DisposeAsync();
        _batcher = new(_work.RunAsync, options);
    }
}
