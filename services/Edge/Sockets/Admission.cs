using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using StorePush.Hosting.Limits;

namespace StorePush.Edge.Sockets;

/// <summary>Who may open a connection now: not past the limits, and nobody once the process drains.</summary>
internal sealed class Admission : IDisposable
{
    private readonly int _limit;
    private readonly Places<string> _stores;
    private readonly Places<(string StoreId, string DeviceId)> _devices = new(int.MaxValue);
    private readonly TokenBucketRateLimiter _handshakes;
    private readonly Lock _gate = new();
    private volatile int _taken;
    private volatile bool _isClosed;

    public Admission(IOptions<EdgeOptions> options, IOptions<HttpOptions> http)
    {
        _limit = Math.Min(options.Value.MaxConnections, http.Value.MaxConnections);
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

    /// <summary>How many stores have a connection.</summary>
    public int Stores => _stores.Holders;

    /// <summary>Whether it is worth looking at a handshake at all; counts it as one.</summary>
    public bool MayTry() => !IsClosed && _taken < _limit && _handshakes.AttemptAcquire().IsAcquired;

    /// <summary>Takes a place, to be given back by disposing of it.</summary>
    /// <param name="storeId">The store, which has its share of places.</param>
    /// <param name="deviceId">The device.</param>
    /// <param name="place">The place, when the result is true.</param>
    public bool TryEnter(string storeId, string deviceId, [NotNullWhen(true)] out IDisposable? place)
    {
        place = null;
        lock (_gate)
        {
            // The one connection that the device has ends as this one begins. Of more than one, some don't end, however often it comes.
            var replacesOne = _devices.TakenBy((storeId, deviceId)) == 1;
            if (IsClosed || _taken >= _limit || !_stores.TryTake(storeId, evenIfFull: replacesOne))
                return false;

            _devices.TryTake((storeId, deviceId));
            _taken++;
        }

        place = new Place(() => Leave(storeId, deviceId));
        return true;
    }

    public void Close() => _isClosed = true;

    public void Dispose() => _handshakes.Dispose();

    private void Leave(string storeId, string deviceId)
    {
        lock (_gate)
        {
            _stores.GiveBack(storeId);
            _devices.GiveBack((storeId, deviceId));
            _taken--;
        }
    }
}
