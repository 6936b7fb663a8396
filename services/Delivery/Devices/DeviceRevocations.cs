using MassTransit;
using Microsoft.EntityFrameworkCore;
using StorePush.Contracts;
using StorePush.Delivery.Persistence;

namespace StorePush.Delivery.Devices;

/// <summary>Makes the tokens of a device void, and knows which are.</summary>
internal sealed class DeviceRevocations(Database database, IBus bus, TimeProvider clock)
{
    /// <summary>The longest that a device token may be valid; older revocations can't matter any more.</summary>
    public static TimeSpan MaxTokenLifetime { get; } = TimeSpan.FromDays(365);

    /// <summary>Revokes every token issued to a device until now, and tells all edges.</summary>
    public async Task RevokeAsync(string storeId, string deviceId, CancellationToken cancellationToken)
    {
        var revokedAt = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        var revocation = new DeviceRevocation { StoreId = storeId, DeviceId = deviceId, RevokedAt = revokedAt };
        await database.QueryAsync(async context =>
        {
            var inserted = await context.Rows.InsertMissingAsync(context, [revocation], cancellationToken);
            return inserted.Count > 0
                ? inserted.Count
                : await context.Revocations
                    .Where(known => known.StoreId == storeId && known.DeviceId == deviceId)
                    .ExecuteUpdateAsync(update => update.SetProperty(known => known.RevokedAt, revokedAt), cancellationToken);
        });

        await bus.Publish(ToEvent(revocation), cancellationToken);
    }

    /// <summary>Every revocation in force.</summary>
    public Task<IReadOnlyList<DeviceRevoked>> ListAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<DeviceRevoked>>(async context =>
            [.. (await context.Revocations.AsNoTracking().ToListAsync(cancellationToken)).Select(ToEvent)]);

    private static DeviceRevoked ToEvent(DeviceRevocation revocation) => new()
    {
        StoreId = revocation.StoreId,
        DeviceId = revocation.DeviceId,
        RevokedAt = revocation.RevokedAt,
    };
}
