using Microsoft.EntityFrameworkCore;
using StorePush.Sagas.EntityFrameworkCore.Tests.Jobs;
using Xunit;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Databases;

/// <summary>A specification that holds on every database; each test has an empty one.</summary>
public abstract class DatabaseSpecification(TestDatabase database) : IAsyncLifetime
{
    /// <summary>Bounds every wait for something that must happen.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected TestDatabase Database { get; } = database;

    public virtual async ValueTask InitializeAsync() => await Database.CreateAsync(Cancellation);

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Database.DisposeAsync();
    }

    protected async Task<Job?> FindAsync(Guid id)
    {
        await using var context = Database.CreateContext();
        return await context.Jobs.AsNoTracking().SingleOrDefaultAsync(job => job.CorrelationId == id, Cancellation);
    }

    protected async Task<int> CountAsync()
    {
        await using var context = Database.CreateContext();
        return await context.Jobs.CountAsync(Cancellation);
    }
}
