using Shouldly;
using StorePush.Sagas.EntityFrameworkCore.Repository;
using Xunit;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Repository;

public sealed class PoisonIsolationTests
{
    private readonly List<int[]> _batches = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_without_poison_is_done_once()
    {
        var outcomes = await RunAsync(100, _ => null);

        _batches.Count.ShouldBe(1);
        outcomes.Select(outcome => outcome.Get()).ShouldBe(Enumerable.Range(0, 100));
    }

    [Fact]
    public async Task One_bad_item_fails_alone_and_costs_few_more_batches()
    {
        var outcomes = await RunAsync(200, item => item == 123 ? new InvalidDataException("bad") : null);

        outcomes.Where((_, i) => i != 123).Select(outcome => outcome.Get()).ShouldBe(Enumerable.Range(0, 200).Where(i => i != 123));
        Should.Throw<InvalidDataException>(() => outcomes[123].Get());
        _batches.Count.ShouldBeLessThanOrEqualTo(17);
    }

    [Fact]
    public async Task A_transient_fault_fails_the_batch_and_is_not_tried_again_in_parts()
    {
        var outcomes = await RunAsync(10, item => item == 3 ? new TimeoutException() : null);

        _batches.Count.ShouldBe(1);
        foreach (var outcome in outcomes)
            Should.Throw<TimeoutException>(() => outcome.Get());
    }

    [Fact]
    public async Task Work_that_is_cancelled_is_not_tried_again_in_parts()
    {
        using var stopping = new CancellationTokenSource();
        await stopping.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => RunAsync(10, _ => new OperationCanceledException(), stopping.Token));

        _batches.Count.ShouldBe(1);
    }

    private Task<IReadOnlyList<Outcome<int>>> RunAsync(
        int count, Func<int, Exception?> poison, CancellationToken? cancellationToken = null) =>
        PoisonIsolation.RunAsync<int, int>(
            [.. Enumerable.Range(0, count)],
            (items, _) =>
            {
                _batches.Add([.. items]);
                return items.Select(poison).FirstOrDefault(exception => exception is not null) is { } exception
                    ? Task.FromException<IReadOnlyList<int>>(exception)
                    : Task.FromResult<IReadOnlyList<int>>([.. items]);
            },
            cancellationToken ?? Cancellation);
}
