namespace StorePush.Contracts;

/// <summary>Event: devices have opened connections to an edge, one of them alone or many at the same time.</summary>
public sealed record DevicesConnected
{
    /// <summary>The connections, each answered with what is pending for its store.</summary>
    public required IReadOnlyList<DeviceConnected> Devices { get; init; }
}
