using System.Collections.Concurrent;
using System.Diagnostics;
using Shouldly;
using Xunit;

namespace StorePush.Batching.Tests;

/// <summary>What batches look like in the traces of those whose work they do.</summary>
public sealed class BatchTracesTests : IDisposable
{
    private const string Name = "some batch";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly BatcherOptions Options = new() { Name = Name };

    private readonly GatedWork _work = new();
    private readonly ConcurrentQueue<Activity> _batches = new();
    private readonly ActivityListener _listener;

    public BatchTracesTests()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == "StorePush.Batching",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _batches.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_batch_is_a_part_of_the_trace_of_its_first_traced_item_and_linked_to_the_others()
    {
        await using (var batcher = new Batcher<int, string>(_work.RunAsync, Options))
        {
            var busy = batcher.AddAsync(0, Cancellation);
            var gate = await _work.NextAsync();
            var untraced = AddIn(batcher, ActivityTraceFlags.None, out _);
            var first = AddIn(batcher, ActivityTraceFlags.Recorded, out var firstCause);
            var second = AddIn(batcher, ActivityTraceFlags.Recorded, out var secondCause);
            gate.Finish();
            (await _work.NextAsync()).Finish();
            await Task.WhenAll(busy, untraced, first, second).WaitAsync(Patience, Cancellation);

            await batcher.DisposeAsync();
            var batch = _batches.Single(activity => activity.TraceId == firstCause.TraceId);
            batch.OperationName.ShouldBe(Name);
            batch.ParentSpanId.ShouldBe(firstCause.SpanId);
            batch.Links.ShouldHaveSingleItem().Context.SpanId.ShouldBe(secondCause.SpanId);
        }
    }

    [Fact]
    public async Task A_batch_of_which_nothing_is_traced_is_in_no_trace()
    {
        await using var batcher = new Batcher<int, string>(_work.RunAsync, Options);

        var result = AddIn(batcher, ActivityTraceFlags.None, out var cause);
        (await _work.NextAsync()).Finish();
        await result.WaitAsync(Patience, Cancellation);

        await batcher.DisposeAsync();
        _batches.ShouldNotContain(activity => activity.TraceId == cause.TraceId);
    }

    [Fact]
    public async Task Later_batches_are_not_blamed_on_whoever_needed_the_first()
    {
        var surroundings = new ConcurrentQueue<Activity?>();
        using var creator = new Activity("creator").Start();
        await using var batcher = new Batcher<int, int>(
            (items, _) =>
            {
                surroundings.Enqueue(Activity.Current);
                return Task.FromResult<IReadOnlyList<int>>([.. items]);
            },
            Options);
        creator.Stop();

        await batcher.AddAsync(1, Cancellation).WaitAsync(Patience, Cancellation);

        surroundings.ShouldHaveSingleItem().ShouldBeNull();
    }

    private static Task<string> AddIn(Batcher<int, string> batcher, ActivityTraceFlags flags, out Activity cause)
    {
        using (cause = new Activity("cause") { ActivityTraceFlags = flags }.Start())
            return batcher.AddAsync(1, Cancellation);
    }
}
