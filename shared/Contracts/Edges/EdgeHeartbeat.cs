namespace StorePush.Contracts;

/// <summary>Event: an edge process lives. The sessions of an edge that has been silent for too long are removed.</summary>
public sealed record EdgeHeartbeat
{
    /// <summary>The edge process.</summary>
    public required string EdgeId { get; init; }

    /// <summary>True for the first heartbeats of a process, until it has been told of the revocations that are in force.</summary>
    public required bool Starting { get; init; }
}
