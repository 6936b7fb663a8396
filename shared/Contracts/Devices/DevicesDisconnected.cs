namespace StorePush.Contracts;

/// <summary>Event: connections are gone. Only the named ones: their devices may have newer ones.</summary>
public sealed record DevicesDisconnected
{
    /// <summary>The edge process that held the connections.</summary>
    public required string EdgeId { get; init; }

    /// <summary>The connections that are gone.</summary>
    public required IReadOnlyList<Guid> ConnectionIds { get; init; }
}
