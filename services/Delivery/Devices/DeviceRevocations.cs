using MassTransit;
using Microsoft.EntityFrameworkCore;
using StorePush.Contracts;
using StorePush.Delivery.Persistence;
using StorePush.Hosting.Authentication;
using StorePush.Hosting.Messaging;

namespace StorePush.Delivery.Devices;

/// <summary>Makes the tokens of a device void, and knows which are.</summary>
internal sealed partial class DeviceRevocations(
    Database database, IBus bus, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<DeviceRevocations> logger) : IDisposable
{
    private static readonly TimeSpan LongestPublish = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>How many may wait for the broker at once; callers beyond that wait for a place as long as their patience lasts.</summary>
    private const int MaxUntold = 1_000;

    /// <summary>How many revocations go into one message: about a megabyte.</summary>
    public const int PageSize = 5_000;

    private readonly SemaphoreSlim _untold = new(MaxUntold);

    /// <summary>Revokes every token issued to a device until now, and tells all edges.</summary>
    public async Task RevokeAsync(string storeId, string deviceId, CancellationToken cancellationToken)
    {
        await _untold.WaitAsync(cancellationToken);
        await WriteDownAndTellAsync(storeId, deviceId).WaitAsync(cancellationToken);
    }

    public void Dispose() => _untold.Dispose();

    /// <summary>The revocations in force, page by page; there is always a last page, if only an empty one.</summary>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="cancellationToken">The end of patience.</param>
    public Task<IReadOnlyList<DeviceRevoked>> ListAsync(DeviceRevoked? after, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<DeviceRevoked>>(async context =>
        {
            var inForceSince = clock.GetUtcNow() - TokenIssuer.MaxLifetime;
            var rest = context.Revocations.AsNoTracking().Where(known => known.RevokedAt >= inForceSince);
            if (after is not null)
            {
                rest = rest.Where(known => string.Compare(known.StoreId, after.StoreId) > 0
                    || (known.StoreId == after.StoreId && string.Compare(known.DeviceId, after.DeviceId) > 0));
            }

            var page = await rest
                .OrderBy(known => known.StoreId).ThenBy(known => known.DeviceId)
                .Take(PageSize)
                .ToListAsync(cancellationToken);
            return [.. page.Select(ToEvent)];
        });

    /// <summary>
    /// Goes on when the caller has lost patience: a revocation that was perhaps written down must reach the edges, at the latest when
    /// the broker is back.
    /// </summary>
    private async Task WriteDownAndTellAsync(string storeId, string deviceId)
    {
        try
        {
            var revokedAt = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
            var revocation = new DeviceRevocation { StoreId = storeId, DeviceId = deviceId, RevokedAt = revokedAt };
            await database.QueryAsync(async context =>
            {
                var inserted = await context.Rows.InsertMissingAsync(context, [revocation], CancellationToken.None);
                return inserted.Count > 0
                    ? inserted.Count
                    : await context.Revocations
                        .Where(known => known.StoreId == storeId && known.DeviceId == deviceId && known.RevokedAt < revokedAt)
                        .ExecuteUpdateAsync(update => update.SetProperty(known => known.RevokedAt, revokedAt), CancellationToken.None);
            });
            await TellAsync(ToEvent(revocation));
        }
        finally
        {
            _untold.Release();
        }
    }

    private async Task TellAsync(DeviceRevoked revoked)
    {
        while (true)
        {
            try
            {
                await bus.PublishInTimeAsync(revoked, _ => { }, LongestPublish, clock, lifetime.ApplicationStopping);
                return;
            }
#pragma warning disable CA1031 // However the transport failed, it will be there again.
            catch (Exception exception) when (!lifetime.ApplicationStopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.NotTold(logger, revoked.StoreId, revoked.DeviceId, exception.Message);
                await Task.Delay(RetryDelay, clock, lifetime.ApplicationStopping);
            }
        }
    }

    private static DeviceRevoked ToEvent(DeviceRevocation revocation) => new()
    {
        StoreId = revocation.StoreId,
        DeviceId = revocation.DeviceId,
        RevokedAt = revocation.RevokedAt,
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The edges can't be told yet that {StoreId}/{DeviceId} is revoked: {Reason}")]
        public static partial void NotTold(ILogger logger, string storeId, string deviceId, string reason);
    }
}
