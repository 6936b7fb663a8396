using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace StorePush.Edge.Sockets;

/// <summary>Who may open a connection now: not past the limits, and nobody once the process drains.</summary>
internal sealed class Admission : IDisposable
{
    private readonly ConcurrencyLimiter _places;
    private readonly TokenBucketRateLimiter _handshakes;
    private volatile bool _isClosed;

    public Admission(IOptions<EdgeOptions> options)
    {
        _places = new(new() { PermitLimit = options.Value.MaxConnections, QueueLimit = 0 });
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

    /// <summary>Takes a place, to be given back by disposing of it.</summary>
    public bool TryEnter([NotNullWhen(true)] out IDisposable? place)
    {
        place = null;
        if (IsClosed || !_handshakes.AttemptAcquire().IsAcquired)
            return false;

        var lease = _places.AttemptAcquire();
        if (!lease.IsAcquired)
            return false;

        place = lease;
        return true;
    }

    public void Close() => _isClosed = true;

    public void Dispose()
    {
        _places.Dispose();
        _handshakes.Dispose();
    }
}
