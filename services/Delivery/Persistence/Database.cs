namespace StorePush.Delivery.Persistence;

/// <summary>Opens a context for one piece of work.</summary>
internal sealed class Database(IServiceScopeFactory scopes)
{
    public async Task<TResult> QueryAsync<TResult>(Func<DeliveryDbContext, Task<TResult>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<DeliveryDbContext>());
    }
}
