using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace StorePush.Sagas.EntityFrameworkCore.Faults;

/// <summary>Tells faults of the database that pass (it restarts, it is busy, the network blinked) from those that stay.</summary>
/// <remarks>
/// For the retry policy of an endpoint: on a transient fault hold the message and try again until the database is back; on
/// anything else more tries are a waste. A <see cref="SagaConcurrencyException"/> is neither: it is retried at once.
/// </remarks>
public static class TransientFaults
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;

    /// <summary>Whether the exception, or one that it wraps, is a fault that passes without anybody's help.</summary>
    /// <param name="exception">The exception, as it reached the caller.</param>
    public static bool IsTransient(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.IsTransient || PassesByItself(postgres.SqlState),
        NpgsqlException { IsTransient: true } => true,
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteBusy or SqliteLocked,
        TimeoutException or SocketException => true,
        AggregateException aggregate => aggregate.InnerExceptions.Any(IsTransient),
        { InnerException: { } inner } => IsTransient(inner),
        _ => false,
    };

    // Named here although Npgsql knows most of them: to hold messages while the server restarts is not left to its judgement.
    private static bool PassesByItself(string sqlState) => sqlState
        is PostgresErrorCodes.AdminShutdown
        or PostgresErrorCodes.CrashShutdown
        or PostgresErrorCodes.CannotConnectNow
        or PostgresErrorCodes.TooManyConnections

        // A standby that is promoted in a moment, or a primary that was just demoted: the next connection finds the other one.
        or PostgresErrorCodes.ReadOnlySqlTransaction
        or PostgresErrorCodes.SerializationFailure
        or PostgresErrorCodes.DeadlockDetected;
}
