namespace StorePush.Protocol;

/// <summary>Where a message stands, as written on the wire.</summary>
public static class MessageStatuses
{
    /// <summary>No device has acknowledged it yet, and there is still time.</summary>
    public const string Pending = "pending";

    /// <summary>A device has acknowledged it.</summary>
    public const string Delivered = "delivered";

    /// <summary>No device acknowledged it in time.</summary>
    public const string Expired = "expired";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Pending, Delivered, Expired];
}
