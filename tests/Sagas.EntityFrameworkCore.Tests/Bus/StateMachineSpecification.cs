using MassTransit;
using Shouldly;
using StorePush.Sagas.EntityFrameworkCore.Tests.Databases;
using StorePush.Sagas.EntityFrameworkCore.Tests.Jobs;
using StorePush.Tests.Common.Servers;
using Xunit;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Bus;

public sealed class StateMachineOnSqliteTests() : StateMachineSpecification(new SqliteTestDatabase());

public sealed class StateMachineOnPostgresTests(PostgresServer server)
    : StateMachineSpecification(new PostgresTestDatabase(server));

/// <summary>What a state machine on a real endpoint, with retry and outbox, can count on.</summary>
public abstract class StateMachineSpecification(TestDatabase database) : DatabaseSpecification(database)
{
    private readonly Guid _id = Guid.CreateVersion7();

    [Fact]
    public async Task A_saga_is_inserted_loaded_updated_and_deleted()
    {
        await using var host = await SagaHost.StartAsync(Database, Cancellation);
        var other = Guid.CreateVersion7();

        await host.ConsumeAsync(Cancellation, new JobOpened(_id, Weight: 7), new JobOpened(other));
        var opened = await FindAsync(_id);
        await host.ConsumeAsync(Cancellation, new JobDone(_id, "ada"), new JobDropped(other));
        var done = await host.LoadAsync(_id);

        opened.ShouldNotBeNull().ShouldSatisfyAllConditions(
            job => job.CurrentState.ShouldBe("Open"), job => job.Weight.ShouldBe(7), job => job.Version.ShouldBe(1));
        done.ShouldNotBeNull().ShouldSatisfyAllConditions(
            job => job.CurrentState.ShouldBe("Closed"), job => job.DoneBy.ShouldBe("ada"), job => job.Version.ShouldBe(2),
            job => job.Payload.ShouldBe([1, 2, 3]));
        (await host.LoadAsync(other)).ShouldBeNull();
        host.Log.Published<Fault>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_32_concurrent_acknowledgements_exactly_one_wins()
    {
        await using var host = await SagaHost.StartAsync(Database, Cancellation);
        await host.ConsumeAsync(Cancellation, new JobOpened(_id));

        await host.ConsumeAsync(Cancellation, [.. Enumerable.Range(0, 32).Select(i => new JobDone(_id, $"worker {i}"))]);

        var settled = host.Log.Published<JobSettled>().ShouldHaveSingleItem();
        var job = (await FindAsync(_id)).ShouldNotBeNull();
        job.DoneBy.ShouldBe(settled.By);
        job.Version.ShouldBe(2);
        host.Log.Published<Fault>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_32_concurrent_duplicates_one_makes_the_row()
    {
        await using var host = await SagaHost.StartAsync(Database, Cancellation);

        await host.ConsumeAsync(Cancellation, [.. Enumerable.Range(0, 32).Select(_ => new JobOpened(_id))]);

        (await CountAsync()).ShouldBe(1);
        (await FindAsync(_id)).ShouldNotBeNull().Version.ShouldBe(1);
        host.Log.Published<JobStarted>().Count.ShouldBe(32);
        host.Log.Published<Fault>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_changes_nothing_writes_nothing()
    {
        await using var host = await SagaHost.StartAsync(Database, Cancellation);
        await host.ConsumeAsync(Cancellation, new JobOpened(_id));
        var commits = Database.Log.Commits;

        await host.ConsumeAsync(Cancellation, new JobLookedAt(_id), new JobOpened(_id));

        (await FindAsync(_id)).ShouldNotBeNull().Version.ShouldBe(1);
        Database.Log.Commits.ShouldBe(commits);
    }

    [Fact]
    public async Task A_poison_message_faults_alone_and_publishes_nothing()
    {
        await using var host = await SagaHost.StartAsync(Database, Cancellation);
        var ids = Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7()).ToArray();

        await host.ConsumeAsync(Cancellation, [.. ids.Select((id, i) => new JobOpened(id, Weight: i == 10 ? -1 : 1))]);

        (await CountAsync()).ShouldBe(19);
        host.Log.Published<JobStarted>().Select(started => started.JobId).ShouldBe(ids.Where(id => id != ids[10]), ignoreOrder: true);
        host.Log.Published<Fault<JobOpened>>().ShouldHaveSingleItem().Message.JobId.ShouldBe(ids[10]);
    }

    [Fact]
    public async Task An_initiating_message_is_inserted_without_a_load_when_it_is_delivered_first()
    {
        await using var host = await SagaHost.StartAsync(Database, Cancellation, r => r.Initiates<JobOpened>());

        await host.ConsumeAsync(Cancellation, new JobOpened(_id));
        Database.Log.Queries.ShouldBe(0);

        await host.ConsumeAsync(Cancellation, new JobOpened(_id));
        Database.Log.Queries.ShouldBe(1);
        (await CountAsync()).ShouldBe(1);
        host.Log.Retries.ShouldBe(1);
        host.Log.Published<JobStarted>().Count.ShouldBe(2);
        host.Log.Published<Fault>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_being_told_so_no_message_is_taken_to_be_initiating()
    {
        await using var host = await SagaHost.StartAsync(Database, Cancellation);

        await host.ConsumeAsync(Cancellation, new JobOpened(_id));

        Database.Log.Queries.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_wrongly_said_to_be_initiating_faults_and_is_not_lost_without_a_word()
    {
        await using var host = await SagaHost.StartAsync(Database, Cancellation, r => r.Initiates<JobLookedAt>());
        await host.ConsumeAsync(Cancellation, new JobOpened(_id));

        await host.ConsumeAsync(Cancellation, new JobLookedAt(_id));

        host.Log.Published<Fault<JobLookedAt>>().ShouldHaveSingleItem().Exceptions
            .ShouldContain(e => e.Message.Contains("JobLookedAt does not begin a Job", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_correlation_by_query_is_refused_in_clear_words()
    {
        await using var host = await SagaHost.StartAsync(Database, Cancellation);

        await host.ConsumeAsync(Cancellation, new JobWorkerLeft("ada"));

        host.Log.Published<Fault<JobWorkerLeft>>().ShouldHaveSingleItem().Exceptions.ShouldContain(e =>
            e.ExceptionType.EndsWith(nameof(NotSupportedException), StringComparison.Ordinal)
            && e.Message.Contains("by their id alone", StringComparison.Ordinal));
    }
}
