using System.Collections.Concurrent;

namespace StorePush.Edge.Connections;

/// <summary>The connections of this process. A device has one: a newer one replaces it.</summary>
/// <remarks>Thread-safe; closing happens outside of any lock.</remarks>
internal sealed class ConnectionRegistry
{
    private readonly ConcurrentDictionary<Guid, DeviceConnection> _byId = new();
    private readonly ConcurrentDictionary<(string StoreId, string DeviceId), DeviceConnection> _byDevice = new();

    public int Count => _byId.Count;

    public IEnumerable<DeviceConnection> All => _byId.Select(pair => pair.Value);

    /// <summary>Adds a connection and returns the one of the same device that it replaces.</summary>
    public DeviceConnection? Add(DeviceConnection connection)
    {
        _byId[connection.Id] = connection;

        DeviceConnection? replaced = null;
        _byDevice.AddOrUpdate(
            connection.Key,
            connection,
            (_, old) =>
            {
                replaced = old;
                return connection;
            });
        return replaced;
    }

    public void Remove(DeviceConnection connection)
    {
        _byId.TryRemove(connection.Id, out _);
        _byDevice.TryRemove(new(connection.Key, connection));
    }

    public DeviceConnection? Find(Guid connectionId) => _byId.GetValueOrDefault(connectionId);

    public DeviceConnection? Find(string storeId, string deviceId) => _byDevice.GetValueOrDefault((storeId, deviceId));
}
