using System.ComponentModel.DataAnnotations;

namespace StorePush.Edge;

/// <summary>The limits of an edge process.</summary>
internal sealed class EdgeOptions
{
    public const string Section = "Edge";

    /// <summary>
    /// Names the process; must be unique among all that run. Empty for the machine's name with a random part.
    /// </summary>
    [RegularExpression("[A-Za-z0-9._-]{0,64}", ErrorMessage = "must be at most 64 characters of A-Z a-z 0-9 . _ -")]
    public string Id { get; set; } = "";

    /// <summary>
    /// How often a device gets a protocol Ping; after two of these in silence its connection is closed. At most 49 seconds: proxies on
    /// the way, ours among them, cut a connection that is silent for 100.
    /// </summary>
    [Range(1, 49)]
    public int HeartbeatSeconds { get; set; } = 25;

    /// <summary>Over what time the connections are closed when the process is told to stop.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan DrainPeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most connections of the process; past that the answer is 503.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 100_000;

    /// <summary>The most connections of one store to the process; past that the answer is 503. No store can take all of an edge.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnectionsPerStore { get; set; } = 5_000;

    /// <summary>The most connections that devices may try to open per second; past that the answer is 503.</summary>
    [Range(1, 1_000_000)]
    public int HandshakesPerSecond { get; set; } = 5_000;

    /// <summary>
    /// The most frames that wait for one device; past that its connection is closed with 4429. More than two pages of a replay: one waits
    /// as a whole, and the pushes that come meanwhile wait for it.
    /// </summary>
    [Range(10, 100_000)]
    public int MaxQueuedFrames { get; set; } = 1_000;

    /// <summary>
    /// The most bytes that wait for one device; past that its connection is closed with 4429. The largest page of a replay has a little
    /// less than half of the least.
    /// </summary>
    [Range(2_000_000, 1_000_000_000)]
    public int MaxQueuedBytes { get; set; } = 8 * 1_024 * 1_024;

    /// <summary>
    /// The most bytes that wait for all devices of the process together, looked at once a second; past that those for which most waits are
    /// closed with 4429. What several devices wait for counts for each of them.
    /// </summary>
    [Range(1_000_000, 1_000_000_000_000)]
    public long MaxQueuedBytesInAll { get; set; } = 512L * 1_024 * 1_024;

    /// <summary>The most acknowledgements of one device that wait for the broker; it is told to send further ones again later.</summary>
    [Range(1, 100_000)]
    public int MaxPendingAcks { get; set; } = 1_000;

    /// <summary>
    /// How many acknowledgements per second, over time, one device may send of what it was not sent on this connection or acknowledged
    /// before; <see cref="MaxPendingAcks"/> of them at once. It is told to send further ones again later.
    /// </summary>
    [Range(1, 100_000)]
    public int AcksPerSecond { get; set; } = 500;

    /// <summary>How many unusable frames a device may send before its connection is closed with 4400.</summary>
    [Range(1, 1_000)]
    public int MaxBadFrames { get; set; } = 10;

    /// <summary>
    /// How many messages are remembered per device as sent and not settled. Of further ones it is not told that they are settled.
    /// </summary>
    [Range(100, 1_000_000)]
    public int MaxUnsettled { get; set; } = 10_000;

    /// <summary>How many settled messages are remembered per process, so that a push that was under way is not sent any more.</summary>
    [Range(100, 10_000_000)]
    public int MaxRecentlySettled { get; set; } = 100_000;

    /// <summary>How long to wait for the next page of a replay before asking from the start, and sending live messages meanwhile.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan ReplayTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a device may take over one message of its own, from its first byte to its last; after that its connection is closed with
    /// 4408. It is a few kilobytes at most.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan FrameTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a device has to answer a close frame before its connection is cut.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the process tells Delivery that it lives; well below <c>Delivery__EdgeTimeout</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ReportInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after the process its queue goes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan QueueExpiration { get; set; } = TimeSpan.FromMinutes(10);
}
