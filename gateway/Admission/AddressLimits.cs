using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using StorePush.Hosting.Limits;

namespace StorePush.Gateway.Admission;

/// <summary>
/// Keeps each address to its share of sockets, and to its rate of trying. The gateway is the one place where a client's address is known;
/// the services behind it never read <c>X-Forwarded-For</c>.
/// </summary>
internal sealed class AddressLimits(IOptions<GatewayOptions> options) : IDisposable
{
    private readonly Places<IPAddress> _sockets = new(options.Value.MaxSocketsPerAddress);

    private readonly PartitionedRateLimiter<IPAddress> _handshakes = PartitionedRateLimiter.Create<IPAddress, IPAddress>(
        address => RateLimitPartition.GetTokenBucketLimiter(address, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.HandshakeBurstPerAddress,
            TokensPerPeriod = options.Value.HandshakesPerAddress,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    /// <summary>Takes a place for a socket, to be given back with <see cref="Leave"/>; false when the address is over a limit.</summary>
    public bool TryEnter(IPAddress address)
    {
        using var handshake = _handshakes.AttemptAcquire(address);
        return handshake.IsAcquired && _sockets.TryTake(address);
    }

    public void Leave(IPAddress address) => _sockets.GiveBack(address);

    public void Dispose() => _handshakes.Dispose();
}
