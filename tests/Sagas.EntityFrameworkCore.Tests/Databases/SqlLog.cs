using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Databases;

/// <summary>Counts what goes through Entity Framework: queries, and commits of transactions that it began.</summary>
internal sealed class SqlLog
{
    private int _queries;
    private int _commits;

    public SqlLog()
    {
        Commands = new QueryCounter(this);
        Transactions = new CommitCounter(this);
    }

    public IInterceptor Commands { get; }

    public IInterceptor Transactions { get; }

    public int Queries => _queries;

    public int Commits => _commits;

    private sealed class QueryCounter(SqlLog log) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref log._queries);
            return ValueTask.FromResult(result);
        }
    }

    private sealed class CommitCounter(SqlLog log) : DbTransactionInterceptor
    {
        public override Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref log._commits);
            return Task.CompletedTask;
        }
    }
}
