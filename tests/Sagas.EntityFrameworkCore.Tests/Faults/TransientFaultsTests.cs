using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shouldly;
using StorePush.Sagas.EntityFrameworkCore.Faults;
using Xunit;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Faults;

public sealed class TransientFaultsTests
{
    [Theory]
    [InlineData("57P01")] // The server is being stopped.
    [InlineData("57P02")] // Another session crashed it.
    [InlineData("57P03")] // It is starting.
    [InlineData("57P05")] // We were idle for too long.
    [InlineData("57014")] // It took too long.
    [InlineData("25P03")] // We were idle in a transaction.
    [InlineData("55P03")] // It is locked.
    [InlineData("58030")] // Its disk fails.
    [InlineData("40001")]
    [InlineData("40P01")]
    [InlineData("25006")] // It is a standby until it is promoted.
    [InlineData("53100")] // Its disk is full.
    [InlineData("53300")] // Too many connections.
    [InlineData("08006")] // The connection broke.
    [InlineData("28P01")] // Its password was changed.
    [InlineData("28000")] // It lets us in from nowhere.
    [InlineData("3D000")] // The database is being restored,
    [InlineData("42P01")] // and so are its tables,
    [InlineData("42501")] // and our rights to them.
    public void What_the_server_says_of_itself_passes(string sqlState) =>
        TransientFaults.IsTransient(Postgres(sqlState)).ShouldBeTrue();

    [Theory]
    [InlineData("23505")] // Unique violation.
    [InlineData("23514")] // Check violation.
    [InlineData("22001")] // Value too long.
    [InlineData("42601")] // No SQL.
    public void What_the_server_says_of_the_statement_stays(string sqlState) =>
        TransientFaults.IsTransient(Postgres(sqlState)).ShouldBeFalse();

    [Fact]
    public void Connections_that_fail_and_time_runs_out_pass()
    {
        TransientFaults.IsTransient(new SocketException((int)SocketError.ConnectionRefused)).ShouldBeTrue();
        TransientFaults.IsTransient(new TimeoutException()).ShouldBeTrue();
        TransientFaults.IsTransient(new NpgsqlException("broken", new IOException("reset"))).ShouldBeTrue();
    }

    [Theory]
    [InlineData(5, true)] // Busy.
    [InlineData(6, true)] // Locked.
    [InlineData(19, false)] // Constraint.
    public void A_file_that_is_busy_passes(int code, bool transient) =>
        TransientFaults.IsTransient(new SqliteException("test", code)).ShouldBe(transient);

    [Fact]
    public void It_is_what_is_inside_that_counts()
    {
        TransientFaults.IsTransient(new DbUpdateException("wrapped", Postgres("57P03"))).ShouldBeTrue();
        TransientFaults.IsTransient(new AggregateException(new InvalidOperationException(), new TimeoutException())).ShouldBeTrue();
        TransientFaults.IsTransient(new DbUpdateException("wrapped", Postgres("23505"))).ShouldBeFalse();
    }

    [Fact]
    public void Conflicts_cancellations_and_bugs_do_not_pass_by_waiting()
    {
        TransientFaults.IsTransient(new SagaConcurrencyException("moved", typeof(object), Guid.Empty)).ShouldBeFalse();
        TransientFaults.IsTransient(new OperationCanceledException()).ShouldBeFalse();
        TransientFaults.IsTransient(new InvalidOperationException()).ShouldBeFalse();
    }

    private static PostgresException Postgres(string sqlState) => new("test", "ERROR", "ERROR", sqlState);
}
