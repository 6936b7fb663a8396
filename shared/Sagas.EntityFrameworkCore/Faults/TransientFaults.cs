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

    // Named here although Npgsql knows most of them: to hold messages while the server restarts is not left to its judgement.
    private static bool IsOfTheServer(string sqlState) => sqlState
        is PostgresErrorCodes.AdminShutdown
        or PostgresErrorCodes.CrashShutdown
        or PostgresErrorCodes.CannotConnectNow
        or PostgresErrorCodes.TooManyConnections

        // A standby that is promoted in a moment, or a primary that was just demoted: the next connection finds the other one.
        or PostgresErrorCodes.ReadOnlySqlTransaction

        // A password that was changed, a database that is being restored: nothing is wrong with the message.
        or PostgresErrorCodes.InvalidPassword
        or PostgresErrorCodes.InvalidAuthorizationSpecification
        or PostgresErrorCodes.InvalidCatalogName
        or PostgresErrorCodes.InsufficientPrivilege
        or PostgresErrorCodes.UndefinedTable
        or PostgresErrorCodes.SerializationFailure
        or PostgresErrorCodes.DeadlockDetected;
}
