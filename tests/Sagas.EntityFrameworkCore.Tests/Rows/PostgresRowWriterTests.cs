using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shouldly;
using StorePush.Sagas.EntityFrameworkCore.Tests.Databases;
using StorePush.Sagas.EntityFrameworkCore.Tests.Jobs;
using StorePush.Tests.Common.Servers;
using Xunit;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Rows;

/// <summary>What only a server does: deadlocks, and commits that fail.</summary>
public sealed class PostgresRowWriterTests(PostgresServer server) : DatabaseSpecification(new PostgresTestDatabase(server))
{
    [Theory]
    [InlineData("40P01")]
    [InlineData("40001")]
    public async Task A_deadlock_or_a_serialization_failure_is_tried_again(string sqlState)
    {
        await using var context = Database.CreateContext();
        await FailInsertsAsync(context, times: 2, sqlState);

        (await InsertAsync(context, Job.New())).ShouldHaveSingleItem();

        (await CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_deadlock_that_does_not_end_is_given_up()
    {
        await using var context = Database.CreateContext();
        await FailInsertsAsync(context, times: 1_000, "40P01");

        var exception = await Should.ThrowAsync<PostgresException>(() => InsertAsync(context, Job.New()));

        exception.SqlState.ShouldBe("40P01");
    }

    [Fact]
    public async Task A_serialization_failure_inside_the_callers_transaction_is_the_callers()
    {
        await using var context = Database.CreateContext();
        await FailInsertsAsync(context, times: 1, "40001");
        await using var transaction = await context.Database.BeginTransactionAsync(Cancellation);

        var exception = await Should.ThrowAsync<PostgresException>(() => InsertAsync(context, Job.New()));

        exception.SqlState.ShouldBe("40001");
    }

    [Fact]
    public async Task Rows_whose_commit_fails_are_not_said_to_be_written()
    {
        await using var context = Database.CreateContext();
        await context.Database.ExecuteSqlRawAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''not today''; END';
            CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON jobs DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION refuse();
            """,
            Cancellation);

        await Should.ThrowAsync<PostgresException>(() => InsertAsync(context, Job.New()));

        (await CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Writers_of_the_same_rows_in_opposite_order_all_get_through()
    {
        var jobs = Enumerable.Range(0, 100).Select(_ => Job.New()).ToList();

        var inserted = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            await using var context = Database.CreateContext();
            return await InsertAsync(context, [.. i % 2 == 0 ? jobs : Enumerable.Reverse(jobs)]);
        })).WaitAsync(Patience, Cancellation);

        inserted.Sum(jobs => jobs.Count).ShouldBe(100);
        (await CountAsync()).ShouldBe(100);
    }

    // A sequence remembers across the rollbacks how often the trigger has failed.
    private static async Task FailInsertsAsync(JobsContext context, int times, string sqlState)
    {
        var sql = $"""
            CREATE SEQUENCE failures;
            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS '
                BEGIN
                    IF nextval(''failures'') <= {times} THEN RAISE EXCEPTION USING ERRCODE = ''{sqlState}''; END IF;
                    RETURN NEW;
                END';
            CREATE TRIGGER fail BEFORE INSERT ON jobs FOR EACH ROW EXECUTE FUNCTION fail();
            """;
        await context.Database.ExecuteSqlRawAsync(sql, Cancellation);
    }

    private Task<IReadOnlyList<Job>> InsertAsync(JobsContext context, params Job[] jobs) =>
        Database.Writer.InsertMissingAsync(context, jobs, Cancellation);
}
