using System.ComponentModel.DataAnnotations;
using StorePush.Gateway.Admission;
using StorePush.Gateway.Upstreams;

namespace StorePush.Gateway;

/// <summary>Where the gateway forwards to, and its limits.</summary>
internal sealed class GatewayOptions : IValidatableObject
{
    public const string Section = "Gateway";

    /// <summary>
    /// Base URLs of Ingest, comma-separated. A host name with several addresses stands for all of them; <c>localhost</c> and
    /// literal addresses stand for themselves.
    /// </summary>
    public string Ingest { get; set; } = "http://127.0.0.1:8081";

    /// <summary>Base URLs of Delivery.</summary>
    public string Delivery { get; set; } = "http://127.0.0.1:8082";

    /// <summary>Base URLs of Edge.</summary>
    public string Edge { get; set; } = "http://127.0.0.1:8083";

    /// <summary>After what time the addresses of host names are looked up again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan DnsRefresh { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one look-up may take; after that the last known addresses are used.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan DnsTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often each upstream process is asked whether it is ready.</summary>
    [Range(typeof(TimeSpan), "00:00:00.02", "00:10:00")]
    public TimeSpan HealthInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long it may take to answer that.</summary>
    [Range(typeof(TimeSpan), "00:00:00.02", "00:10:00")]
    public TimeSpan HealthTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>After how many bad answers in a row a process is away; one good answer brings it back.</summary>
    [Range(1, 100)]
    public int HealthFailures { get; set; } = 2;

    /// <summary>How long connecting to an upstream process may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.02", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an edge may take to answer the handshake of a socket.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a call may stand still, no byte going either way, before it is given up.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a socket may stand still before it is cut: at least twice the heartbeat of the edges, whose Pings keep it alive.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan SocketTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How many processes are tried for one request, the first included.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>
    /// The largest body, in bytes, that is kept to be sent again; a request with a larger one, or one of unknown length, is tried
    /// once. 0: only requests without a body are tried again.
    /// </summary>
    [Range(0, 1_024 * 1_024)]
    public int MaxReplayBytes { get; set; } = 64 * 1_024;

    /// <summary>The largest body that is let through, in bytes: a little more than the largest batch that Ingest takes.</summary>
    [Range(1_024, 1_024L * 1_024 * 1_024)]
    public long MaxBodyBytes { get; set; } = 17 * 1_024 * 1_024;

    /// <summary>
    /// The most device sockets of one address; past that the answer is 503. An IPv6 address counts with its whole /64, which is what one
    /// customer gets. Twice as many as a large site has, so that all can come back while the old ones are not yet known to be dead.
    /// </summary>
    [Range(1, 10_000_000)]
    public int MaxSocketsPerAddress { get; set; } = 40_000;

    /// <summary>The most connections of one address, of whatever kind; further ones are closed unread.</summary>
    [Range(1, 10_000_000)]
    public int MaxConnectionsPerAddress { get; set; } = 50_000;

    /// <summary>How many sockets one address may try to open per second, over time; past that the answer is 503.</summary>
    [Range(1, 1_000_000)]
    public int HandshakesPerAddress { get; set; } = 2_500;

    /// <summary>How many sockets one address may try to open at once.</summary>
    [Range(1, 1_000_000)]
    public int HandshakeBurstPerAddress { get; set; } = 10_000;

    /// <summary>
    /// Addresses and networks (<c>10.0.3.0/28</c>), comma-separated, of the load balancers in front of the gateway: of them, and of nobody
    /// else, <c>X-Forwarded-For</c> is believed, all the way back to the first address that is none of theirs. So a client in one of these
    /// networks could claim any address.
    /// </summary>
    public string TrustedProxies { get; set; } = "";

    /// <summary>
    /// How long, when the process stops, it still lets sockets in while it says that it is not ready: at least as long as the load balancer
    /// in front takes to notice. Every answer asks meanwhile for a new connection.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainNotice { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Over what time the sockets are cut when the process stops, one after the other, so that the devices do not all come back at
    /// the same moment; 0 cuts them at once.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainPeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (UpstreamUrls.Error(Ingest) is { } ingest)
            yield return new(ingest, [nameof(Ingest)]);
        if (UpstreamUrls.Error(Delivery) is { } delivery)
            yield return new(delivery, [nameof(Delivery)]);
        if (UpstreamUrls.Error(Edge) is { } edge)
            yield return new(edge, [nameof(Edge)]);
        if (ProxyNetworks.Error(TrustedProxies) is { } proxies)
            yield return new(proxies, [nameof(TrustedProxies)]);
        if (MaxReplayBytes > MaxBodyBytes)
            yield return new($"must not be more than {Section}__{nameof(MaxBodyBytes)}.", [nameof(MaxReplayBytes)]);
    }
}
