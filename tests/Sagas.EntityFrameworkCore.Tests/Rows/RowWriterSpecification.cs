using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using StorePush.Sagas.EntityFrameworkCore.Rows;
using StorePush.Sagas.EntityFrameworkCore.Tests.Databases;
using StorePush.Sagas.EntityFrameworkCore.Tests.Jobs;
using StorePush.Tests.Common.Servers;
using Xunit;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Rows;

public sealed class RowWriterOnSqliteTests() : RowWriterSpecification(new SqliteTestDatabase());

public sealed class RowWriterOnPostgresTests(PostgresServer server) : RowWriterSpecification(new PostgresTestDatabase(server));

/// <summary>Writes with the answer which rows were written, for any simple entity type.</summary>
public abstract class RowWriterSpecification(TestDatabase database) : DatabaseSpecification(database)
{
    private JobsContext _context = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _context = Database.CreateContext();
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _context.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Missing_rows_are_inserted_and_named_and_existing_ones_stay_as_they_are()
    {
        await InsertAsync(Entry("b", 1, amount: 1.25m));

        var inserted = await InsertAsync(Entry("c", 1), Entry("b", 1, amount: 9, reference: "other"), Entry("a", 2, remark: "it's \"new\""));

        inserted.Select(entry => entry.Account).ShouldBe(["c", "a"]);
        (await ReadAsync()).ShouldBe([("a", 2, 0m, "it's \"new\""), ("b", 1, 1.25m, null), ("c", 1, 0m, null)]);
    }

    [Fact]
    public async Task Of_rows_with_the_same_key_in_one_batch_the_first_is_inserted()
    {
        LedgerEntry[] entries = [Entry("a", 2, 1), Entry("a", 1, 2), Entry("a", 1, 3, "other")];

        (await InsertAsync(entries)).ShouldBe(entries.Take(2));

        (await ReadAsync()).Select(entry => entry.Amount).ShouldBe([2, 1]);
    }

    [Fact]
    public async Task A_violation_of_another_unique_index_is_an_error_and_writes_nothing()
    {
        await Should.ThrowAsync<DbException>(() => InsertAsync(Entry("a", 1, reference: "same"), Entry("a", 2, reference: "same")));

        (await ReadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missing_value_is_an_error_and_no_conflict()
    {
        await Should.ThrowAsync<DbException>(() => InsertAsync(Entry("a", 1, reference: null!)));
    }

    [Fact]
    public async Task Nothing_to_insert_is_nothing_to_do()
    {
        (await InsertAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rows_are_part_of_the_transaction_of_the_context()
    {
        await using (await _context.Database.BeginTransactionAsync(Cancellation))
            (await InsertAsync(Entry("a", 1))).Count.ShouldBe(1);

        (await ReadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Inserts_updates_and_deletes_of_one_batch_are_answered_in_the_order_they_came()
    {
        var map = RowMap<Job>.Of(_context);
        var (updated, deleted, gone, inserted) = (Job.New(), Job.New(), Job.New(), Job.New());
        await Database.Writer.WriteAsync(
            _context, [RowWrite.Insert(updated), RowWrite.Insert(deleted)], Cancellation);
        var (toUpdate, toDelete, toMiss) = (new RowSnapshot<Job>(map, updated), new RowSnapshot<Job>(map, deleted), new RowSnapshot<Job>(map, gone));
        updated.DoneBy = "ada";
        gone.Weight = 5;

        var written = await Database.Writer.WriteAsync(
            _context,
            [
                RowWrite.Delete(toDelete),
                RowWrite.Update(toMiss, toMiss.Changes()),
                RowWrite.Insert(inserted),
                RowWrite.Update(toUpdate, toUpdate.Changes()),
                RowWrite.Insert(inserted),
            ],
            Cancellation);

        written.ShouldBe([true, false, true, true, false]);
        (await CountAsync()).ShouldBe(2);
        (await FindAsync(updated.CorrelationId)).ShouldNotBeNull().DoneBy.ShouldBe("ada");
    }

    private static LedgerEntry Entry(
        string account, int number, decimal amount = 0, string? reference = "", string? remark = null) => new()
        {
            Account = account,
            Number = number,
            Reference = reference == "" ? $"{account}-{number}" : reference!,
            Amount = amount,
            Remark = remark,
        };

    private Task<IReadOnlyList<LedgerEntry>> InsertAsync(params LedgerEntry[] entries) =>
        Database.Writer.InsertMissingAsync(_context, entries, Cancellation);

    private async Task<List<(string Account, int Number, decimal Amount, string? Remark)>> ReadAsync() =>
        [.. (await _context.Ledger.AsNoTracking().OrderBy(entry => entry.Account).ThenBy(entry => entry.Number).ToListAsync(Cancellation))
            .Select(entry => (entry.Account, entry.Number, entry.Amount, entry.Remark))];
}
