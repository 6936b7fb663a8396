namespace StorePush.Delivery.Devices;

/// <summary>Every token issued to a device up to a moment is void.</summary>
internal sealed class DeviceRevocation
{
    public string StoreId { get; set; } = "";

    public string DeviceId { get; set; } = "";

    public DateTimeOffset RevokedAt { get; set; }
}
