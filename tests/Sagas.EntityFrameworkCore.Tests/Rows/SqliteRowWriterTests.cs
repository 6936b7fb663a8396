using Shouldly;
using StorePush.Sagas.EntityFrameworkCore.Tests.Databases;
using StorePush.Sagas.EntityFrameworkCore.Tests.Jobs;
using Xunit;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Rows;

/// <summary>What only a file does: one writer at a time.</summary>
public sealed class SqliteRowWriterTests() : DatabaseSpecification(new SqliteTestDatabase())
{
    [Fact]
    public async Task A_writer_waits_while_another_one_has_the_database()
    {
        await using var context = Database.CreateContext();
        Task<IReadOnlyList<Job>> insert;
        await using (await Database.LockAsync(Cancellation))
        {
            insert = Task.Run(() => Database.Writer.InsertMissingAsync(context, [Job.New()], Cancellation), Cancellation);
            (await CountAsync()).ShouldBe(0);
        }

        (await insert.WaitAsync(Patience, Cancellation)).ShouldHaveSingleItem();
    }
}
