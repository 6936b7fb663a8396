using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using StorePush.Batching;
using StorePush.Sagas.EntityFrameworkCore.Repository;
using StorePush.Sagas.EntityFrameworkCore.Tests.Databases;
using StorePush.Sagas.EntityFrameworkCore.Tests.Jobs;
using StorePush.Tests.Common.Servers;
using Xunit;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Repository;

public sealed class SagaStoreOnSqliteTests() : SagaStoreSpecification(new SqliteTestDatabase());

public sealed class SagaStoreOnPostgresTests(PostgresServer server) : SagaStoreSpecification(new PostgresTestDatabase(server));

/// <summary>Many callers at once, few commits, and to each its own answer.</summary>
public abstract class SagaStoreSpecification(TestDatabase database) : DatabaseSpecification(database)
{
    private ServiceProvider _services = null!;
    private SagaStore<JobsContext, Job> _store = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var services = new ServiceCollection();
        Database.AddTo(services);
        _services = services.BuildServiceProvider(validateScopes: true);

        var limits = new BatcherOptions { MaxBatch = 1_000 };
        var options = new SagaStoreOptions(Database.Writer, limits, limits, new HashSet<Type>());
        _store = new(_services.GetRequiredService<IServiceScopeFactory>(), options);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _store.DisposeAsync();
        await _services.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task What_queues_up_behind_a_commit_is_committed_together()
    {
        Task<bool>[] inserts;
        await using (await Database.LockAsync(Cancellation))
            inserts = [.. Enumerable.Range(0, 200).Select(_ => InsertAsync(Job.New()))];

        (await Task.WhenAll(inserts).WaitAsync(Patience, Cancellation)).ShouldAllBe(inserted => inserted);

        (await CountAsync()).ShouldBe(200);
        (await Database.CountCommitsAsync(Cancellation)).ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task A_lone_insert_is_committed_at_once()
    {
        var job = Job.New();

        (await InsertAsync(job)).ShouldBeTrue();

        (await Database.CountCommitsAsync(Cancellation)).ShouldBe(1);
        (await FindAsync(job.CorrelationId)).ShouldNotBeNull().Version.ShouldBe(1);
    }

    [Fact]
    public async Task Every_value_comes_back_as_it_was_written()
    {
        var job = Job.New();
        job.DoneAt = job.OpenedAt.AddHours(1);
        job.Pushes = 3;
        await InsertAsync(job);

        var loaded = (await LoadAsync(job.CorrelationId)).Entity;

        loaded.ShouldBeEquivalentTo(job);
    }

    [Fact]
    public async Task Only_the_columns_that_changed_are_written()
    {
        var id = await InsertNewAsync();
        var loaded = await LoadAsync(id);
        await using (var other = Database.CreateContext())
        {
            await other.Jobs.Where(job => job.CorrelationId == id).ExecuteUpdateAsync(
                set => set.SetProperty(job => job.Pushes, 5).SetProperty(job => job.Payload, new byte[] { 9 }), Cancellation);
        }

        loaded.Entity.DoneBy = "ada";
        (await _store.UpdateAsync(loaded, Cancellation)).ShouldBeTrue();

        (await FindAsync(id)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            job => job.Pushes.ShouldBe(5),
            job => job.Payload.ShouldBe([9]),
            job => job.DoneBy.ShouldBe("ada"),
            job => job.Version.ShouldBe(2));
        loaded.Entity.Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_value_can_be_taken_back_to_nothing()
    {
        var job = Job.New();
        job.DoneBy = "ada";
        await InsertAsync(job);
        var loaded = await LoadAsync(job.CorrelationId);

        loaded.Entity.DoneBy = null;
        await _store.UpdateAsync(loaded, Cancellation);

        (await FindAsync(job.CorrelationId)).ShouldNotBeNull().DoneBy.ShouldBeNull();
    }

    [Fact]
    public async Task Without_a_change_nothing_is_written()
    {
        var loaded = await LoadAsync(await InsertNewAsync());

        await using (await Database.LockAsync(Cancellation))
            (await _store.UpdateAsync(loaded, Cancellation).WaitAsync(Patience, Cancellation)).ShouldBeTrue();

        (await FindAsync(loaded.Entity.CorrelationId)).ShouldNotBeNull().Version.ShouldBe(1);
    }

    [Fact]
    public async Task An_insert_of_an_id_that_exists_is_a_conflict()
    {
        var id = await InsertNewAsync();

        (await InsertAsync(Job.New(id, weight: 2))).ShouldBeFalse();

        (await FindAsync(id)).ShouldNotBeNull().Weight.ShouldBe(1);
    }

    [Fact]
    public async Task An_update_of_a_version_that_has_moved_is_a_conflict_and_so_is_a_delete()
    {
        var id = await InsertNewAsync();
        var (first, second, third) = (await LoadAsync(id), await LoadAsync(id), await LoadAsync(id));

        first.Entity.DoneBy = "ada";
        second.Entity.DoneBy = "bob";
        (await _store.UpdateAsync(first, Cancellation)).ShouldBeTrue();
        (await _store.UpdateAsync(second, Cancellation)).ShouldBeFalse();
        (await _store.DeleteAsync(third, Cancellation)).ShouldBeFalse();

        (await FindAsync(id)).ShouldNotBeNull().DoneBy.ShouldBe("ada");
    }

    [Fact]
    public async Task An_update_of_a_row_that_is_gone_is_a_conflict()
    {
        var id = await InsertNewAsync();
        var (first, second) = (await LoadAsync(id), await LoadAsync(id));

        second.Entity.DoneBy = "bob";
        (await _store.DeleteAsync(first, Cancellation)).ShouldBeTrue();
        (await _store.UpdateAsync(second, Cancellation)).ShouldBeFalse();

        (await FindAsync(id)).ShouldBeNull();
    }

    [Fact]
    public async Task Loads_at_the_same_time_give_everyone_an_instance_of_its_own()
    {
        var (id, missing) = (await InsertNewAsync(), Guid.CreateVersion7());

        var loads = await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(i => _store.LoadAsync(i % 4 == 3 ? missing : id, Cancellation))).WaitAsync(Patience, Cancellation);

        loads.Where((_, i) => i % 4 == 3).ShouldAllBe(loaded => loaded == null);
        var found = loads.Where((_, i) => i % 4 != 3).Select(loaded => loaded.ShouldNotBeNull().Entity).ToList();
        found.ShouldAllBe(job => job.CorrelationId == id);
        found.Distinct(ReferenceEqualityComparer.Instance).Count().ShouldBe(30);
    }

    [Fact]
    public async Task An_id_that_many_want_at_once_is_read_once_per_batch_and_not_once_for_each()
    {
        var id = await InsertNewAsync();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => LoadAsync(id))).WaitAsync(Patience, Cancellation);

        Database.Log.Queries.ShouldBeLessThan(20);
    }

    [Fact]
    public async Task One_poison_row_fails_and_the_rest_of_its_batch_is_written()
    {
        var jobs = Enumerable.Range(0, 50).Select(i => Job.New(weight: i == 33 ? -1 : i)).ToList();
        Task<bool>[] inserts;
        await using (await Database.LockAsync(Cancellation))
            inserts = [.. jobs.Select(InsertAsync)];

        await Should.ThrowAsync<DbException>(() => inserts[33].WaitAsync(Patience, Cancellation));
        (await Task.WhenAll(inserts.Where((_, i) => i != 33)).WaitAsync(Patience, Cancellation)).ShouldAllBe(inserted => inserted);
        (await CountAsync()).ShouldBe(49);
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_let_go_and_takes_nobody_with_it()
    {
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task givesUp;
        Task<bool> stays;
        await using (await Database.LockAsync(Cancellation))
        {
            givesUp = _store.InsertAsync(Job.New(), impatient.Token);
            stays = InsertAsync(Job.New());
            await impatient.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => givesUp.WaitAsync(Patience, Cancellation));
        }

        (await stays.WaitAsync(Patience, Cancellation)).ShouldBeTrue();
    }

    private async Task<bool> InsertAsync(Job job) => await _store.InsertAsync(job, Cancellation) is not null;

    private async Task<Guid> InsertNewAsync()
    {
        var job = Job.New();
        (await InsertAsync(job)).ShouldBeTrue();
        return job.CorrelationId;
    }

    private async Task<EntityFrameworkCore.Rows.RowSnapshot<Job>> LoadAsync(Guid id) =>
        (await _store.LoadAsync(id, Cancellation)).ShouldNotBeNull();
}
