namespace StorePush.Delivery.Webhooks;

/// <summary>The calls that wait.</summary>
/// <param name="Count">How many.</param>
/// <param name="Oldest">When the oldest was received; null when there is none.</param>
internal sealed record Backlog(long Count, DateTimeOffset? Oldest);
