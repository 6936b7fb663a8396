namespace StorePush.Contracts;

/// <summary>Event: devices have taken messages, one of them alone or many at the same time.</summary>
public sealed record DevicesAcknowledged
{
    /// <summary>The acknowledgements, each of which counts by itself.</summary>
    public required IReadOnlyList<DeviceAcknowledged> Acknowledgements { get; init; }
}
