namespace StorePush.Delivery.Sessions;

/// <summary>A device is connected to an edge. A device may have two for a moment, while it changes connections.</summary>
internal sealed class DeviceSession
{
    public Guid ConnectionId { get; set; }

    public string StoreId { get; set; } = "";

    public string DeviceId { get; set; } = "";

    public string EdgeId { get; set; } = "";

    public DateTimeOffset ConnectedAt { get; set; }
}
