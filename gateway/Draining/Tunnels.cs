using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Features;

namespace StorePush.Gateway.Draining;

/// <summary>The sockets that go through this process now.</summary>
internal sealed class Tunnels
{
    private readonly ConcurrentDictionary<IHttpRequestLifetimeFeature, byte> _open = new();

    public int Count => _open.Count;

    /// <summary>Whether no socket may be opened any more.</summary>
    public bool AreClosing { get; private set; }

    public IReadOnlyList<IHttpRequestLifetimeFeature> All => [.. _open.Keys];

    public void Add(IHttpRequestLifetimeFeature tunnel) => _open.TryAdd(tunnel, 0);

    public void Remove(IHttpRequestLifetimeFeature tunnel) => _open.TryRemove(tunnel, out _);

    public void Close() => AreClosing = true;
}
