using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace StorePush.Sagas.EntityFrameworkCore.Faults;

/// <summary>
/// Tells faults of the database (it restarts, it is busy, it does not let us in) from those of what was asked of it.
/// </summary>
/// <remarks>
/// For the retry policy of an endpoint: on a transient fault hold the message and try again until the database is back; on
/// anything else more tries are a waste. A <see cref="SagaConcurrencyException"/> is neither: it is retried at once.
/// </remarks>
public static class TransientFaults
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;

    /// <summary>
    /// Whether the exception, or one that it wraps, is a fault that passes: by itself, or when an operator puts the server right. The
    /// same statement succeeds then.
    /// </summary>
    /// <param name="exception">The exception, as it reached the caller.</param>
    public static bool IsTransient(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.IsTransient || IsOfTheServer(postgres.SqlState),
        NpgsqlException { IsTransient: true } => true,
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteBusy or SqliteLocked,
        TimeoutException or SocketException => true,
        AggregateException aggregate => aggregate.InnerExceptions.Any(IsTransient),
        { InnerException: { } inner } => IsTransient(inner),
        _ => false,
    };

    /// <summary>
    /// By its class (the first two characters), see the table of error codes in PostgreSQL's manual, appendix A. Npgsql knows some of
    /// them; to hold messages while the server is in trouble is not left to its judgement.
    /// </summary>
    private static bool IsOfTheServer(string sqlState) => sqlState[..2] switch
    {
        "08" => true, // The connection broke.
        "28" => true, // It does not let us in: a password was changed.
        "3D" => true, // There is no such database: it is being restored.
        "40" => true, // Another transaction was in the way.
        "53" => true, // It has no memory, disk or connection left.
        "55" => true, // Something is locked.
        "57" => true, // It stops, starts or took too long.
        "58" => true, // Its disk fails.
        _ => sqlState is
            // A standby that is promoted in a moment, or a primary that was just demoted: the next connection finds the other one.
            PostgresErrorCodes.ReadOnlySqlTransaction

            // The transaction was idle for too long.
            or "25P03"

            // Being restored, too.
            or PostgresErrorCodes.UndefinedTable
            or PostgresErrorCodes.InsufficientPrivilege,
    };
}
