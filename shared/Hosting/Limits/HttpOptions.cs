using System.ComponentModel.DataAnnotations;

namespace StorePush.Hosting.Limits;

/// <summary>What a client may ask of the web server of any process before the product looks at its request.</summary>
public sealed class HttpOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Http";

    /// <summary>
    /// The most connections of the process that speak HTTP, further ones are closed unread; and the most sockets, which count for
    /// themselves once they are open, so that both together may be twice as many. Further sockets are refused with 503.
    /// </summary>
    [Range(1, 10_000_000)]
    public int MaxConnections { get; set; } = 200_000;

    /// <summary>The longest first line of a request, in bytes: a browser's socket has its token there.</summary>
    [Range(1_024, 1_024 * 1_024)]
    public int MaxUrlBytes { get; set; } = 8 * 1_024;

    /// <summary>The most headers of a request.</summary>
    [Range(10, 10_000)]
    public int MaxHeaders { get; set; } = 100;

    /// <summary>The most bytes of all headers of a request.</summary>
    [Range(1_024, 1_024 * 1_024)]
    public int MaxHeaderBytes { get; set; } = 32 * 1_024;

    /// <summary>How long a client may take over the first line and the headers, from their first byte on.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan HeadTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a connection may stay without a request. Longer than the minute for which gateways keep theirs, so that none is closed
    /// at the moment at which it is used.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(75);

    /// <summary>The fewest bytes per second in which a body must come, and an answer be read; 0 for no limit.</summary>
    [Range(0, 1_024 * 1_024)]
    public int MinBytesPerSecond { get; set; } = 240;

    /// <summary>How long a body or the reader of an answer may be slower than that.</summary>
    [Range(typeof(TimeSpan), "00:00:01.1", "00:10:00")]
    public TimeSpan SlowGrace { get; set; } = TimeSpan.FromSeconds(5);
}
