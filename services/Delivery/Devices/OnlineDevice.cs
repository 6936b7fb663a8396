namespace StorePush.Delivery.Devices;

/// <summary>A device that is connected now, as the API shows it.</summary>
internal sealed record OnlineDevice(string DeviceId, DateTimeOffset ConnectedAt, string Edge);
