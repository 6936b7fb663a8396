namespace StorePush.Cli.Api;

/// <summary>A terminal that is connected.</summary>
internal sealed record OnlineDevice(string DeviceId, DateTimeOffset ConnectedAt, string Edge);
