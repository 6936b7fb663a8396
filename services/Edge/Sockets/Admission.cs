using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using StorePush.Hosting.Limits;

namespace StorePush.Edge.Sockets;

/// <summary>Who may open a connection now: not past the limits, and nobody once the process drains.</summary>
internal sealed class Admission : IDisposable
{
    private readonly ConcurrencyLimiter _places;
    private readonly Places<string> _stores;
    private readonly TokenBucketRateLimiter _handshakes;
    private volatile bool _isClosed;

    public Admission(IOptions<EdgeOptions> options)
    {
        _places = new(new() { PermitLimit = options.Value.MaxConnections, QueueLimit = 0 });
        _stores = new(options.Value.MaxConnectionsPerStore);
        _handshakes = new(new()
        {
            TokenLimit = options.Value.HandshakesPerSecond,
            TokensPerPeriod = options.Value.HandshakesPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        });
    }

    /// <summary>Whether nobody is let in any more.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Whether it is worth looking at a handshake at all; counts it as one.</summary>
    public bool MayTry() =>
        !IsClosed && _places.GetStatistics()!.CurrentAvailablePermits > 0 && _handshakes.AttemptAcquire().IsAcquired;

    /// <summary>Takes a place, to be given back by disposing of it.</summary>
    /// <param name="storeId">The store, which has its share of places.</param>
    /// <param name="replaces">Whether a connection of the store ends as this one begins.</param>
    /// <param name="place">The place, when the result is true.</param>
    public bool TryEnter(string storeId, bool replaces, [NotNullWhen(true)] out IDisposable? place)
    {
        place = null;
        if (IsClosed || !_stores.TryTake(storeId, evenIfFull: replaces))
            return false;

        var lease = _places.AttemptAcquire();
        if (!lease.IsAcquired)
        {
            _stores.GiveBack(storeId);
            return false;
        }

        place = new Place(lease, () => _stores.GiveBack(storeId));
        return true;
    }

    public void Close() => _isClosed = true;

    public void Dispose()
    {
        _places.Dispose();
        _handshakes.Dispose();
    }
}
