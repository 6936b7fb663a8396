using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Features;

namespace StorePush.Gateway.Draining;

/// <summary>The sockets that go through this process now.</summary>
internal sealed class Tunnels
{
    private readonly ConcurrentDictionary<IHttpRequestLifetimeFeature, byte> _open = new();
    private int _count;

    // Not the dictionary's, which stops everybody who adds one meanwhile.
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether the process is about to stop: nobody should be sent here any more.</summary>
    public bool AreEnding { get; private set; }

    /// <summary>Whether no socket may be opened any more.</summary>
    public bool AreClosing { get; private set; }

    public IReadOnlyList<IHttpRequestLifetimeFeature> All => [.. _open.Keys];

    public void Add(IHttpRequestLifetimeFeature tunnel)
    {
        if (_open.TryAdd(tunnel, 0))
            Interlocked.Increment(ref _count);
    }

    public void Remove(IHttpRequestLifetimeFeature tunnel)
    {
        if (_open.TryRemove(tunnel, out _))
            Interlocked.Decrement(ref _count);
    }

    public void Announce() => AreEnding = true;

    public void Close() => AreEnding = AreClosing = true;
}
