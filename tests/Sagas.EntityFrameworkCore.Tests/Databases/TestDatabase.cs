using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using StorePush.Sagas.EntityFrameworkCore.Configuration;
using StorePush.Sagas.EntityFrameworkCore.Rows;
using StorePush.Sagas.EntityFrameworkCore.Tests.Jobs;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Databases;

/// <summary>An empty database of one test, and what differs between the kinds of database.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>The SQL that went through Entity Framework, on every context that <see cref="AddTo"/> has made.</summary>
    internal SqlLog Log { get; } = new();

    internal abstract RowWriter Writer { get; }

    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken);
        await using var context = CreateContext();
        await context.Database.EnsureCreatedAsync(cancellationToken);
    }

    public abstract ValueTask DisposeAsync();

    public JobsContext CreateContext()
    {
        var options = new DbContextOptionsBuilder<JobsContext>();
        Configure(options);
        return new JobsContext(options.Options);
    }

    public void AddTo(IServiceCollection services) => services.AddDbContext<JobsContext>(options =>
    {
        Configure(options);
        options.AddInterceptors(Log.Commands, Log.Transactions);
    });

    public abstract void Use(EntityFrameworkRepositoryConfigurator<Job> repository);

    /// <summary>How many transactions have written the rows of the table of jobs.</summary>
    public abstract Task<int> CountCommitsAsync(CancellationToken cancellationToken);

    /// <summary>Keeps everybody else from writing jobs until it is disposed of.</summary>
    public abstract Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken);

    protected abstract Task StartAsync(CancellationToken cancellationToken);

    protected abstract void Configure(DbContextOptionsBuilder options);
}
