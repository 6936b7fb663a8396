namespace StorePush.Contracts;

/// <summary>A place in a store's pending messages, which are ordered by acceptance, then by id.</summary>
public sealed record ReplayCursor
{
    /// <summary>When the last message before the place was accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>The id of the last message before the place.</summary>
    public required Guid MessageId { get; init; }
}
