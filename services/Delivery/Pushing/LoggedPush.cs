namespace StorePush.Delivery.Pushing;

/// <summary>A push of a message: when, and by which edges.</summary>
internal sealed record LoggedPush(DateTimeOffset At, IReadOnlyList<string> Edges);
