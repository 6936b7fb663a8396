using System.ComponentModel.DataAnnotations;

namespace StorePush.Hosting.Deliveries;

/// <summary>How long messages live and how often they are pushed. Ingest reads it too: it sets when a message expires.</summary>
public sealed class DeliveryOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Delivery";

    /// <summary>How long a message is pending when its caller doesn't say: 1 second to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>The waits before the repeated pushes, separated by commas; the last one repeats.</summary>
    [Required]
    public PushIntervals PushIntervals { get; set; } = PushIntervals.Default;

    /// <summary>How often to look for messages to push again or to expire, and for edges that have fallen silent.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The most messages that one step of a sweep takes.</summary>
    [Range(1, 10_000)]
    public int SweepBatch { get; set; } = 500;

    /// <summary>The most messages in one page of a replay.</summary>
    [Range(1, 1_000)]
    public int ReplayPage { get; set; } = 200;

    /// <summary>How long an edge may be silent before its sessions count as dead; its heartbeat comes every 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:06", "01:00:00")]
    public TimeSpan EdgeTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long settled messages stay readable.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);
}
