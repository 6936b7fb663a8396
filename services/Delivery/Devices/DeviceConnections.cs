using Microsoft.EntityFrameworkCore;
using StorePush.Contracts;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Pushing;
using StorePush.Protocol;

namespace StorePush.Delivery.Devices;

/// <summary>Ends the connections of a device, which is free to come back.</summary>
internal sealed class DeviceConnections(Database database, EdgeCommands edges)
{
    /// <summary>Has a device's connections closed; false when it has none.</summary>
    public async Task<bool> CloseAsync(string storeId, string deviceId, CancellationToken cancellationToken)
    {
        var sessions = await database.QueryAsync(context => context.Sessions
            .AsNoTracking()
            .Where(session => session.StoreId == storeId && session.DeviceId == deviceId)
            .ToListAsync(cancellationToken));
        await edges.SendAllAsync(
            sessions.Select(session => new CloseConnection
            {
                EdgeId = session.EdgeId,
                ConnectionId = session.ConnectionId,

                // What a device knows as a restart: it comes back, after the short time that the edge tells it.
                Code = (int)CloseCode.Restart,
            }),
            cancellationToken);
        return sessions.Count > 0;
    }
}
