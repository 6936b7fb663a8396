using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using StorePush.Hosting.Authentication;

namespace StorePush.Ingest.Limits;

/// <summary>Keeps each caller to its rate of messages, by a token bucket per <c>sub</c>.</summary>
internal sealed class CallerLimiter(IOptions<IngestOptions> options) : IDisposable
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(
        caller => RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.MessageBurst,
            TokensPerPeriod = options.Value.MessagesPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    /// <summary>Takes messages from the caller's budget; when there is not enough, says how long to wait and takes none.</summary>
    public TimeSpan? Take(ClaimsPrincipal caller, int messages)
    {
        // More than the bucket can ever hold would throw; such a batch takes all that there is.
        using var lease = _limiter.AttemptAcquire(caller.Subject(), Math.Min(messages, options.Value.MessageBurst));
        if (lease.IsAcquired)
            return null;

        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : DefaultWait;
    }

    public void Dispose() => _limiter.Dispose();
}
