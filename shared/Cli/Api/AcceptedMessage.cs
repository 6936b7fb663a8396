namespace StorePush.Cli.Api;

/// <summary>The answer to what was placed or cancelled.</summary>
internal sealed record AcceptedMessage(Guid MessageId, string Status, DateTimeOffset ExpiresAt);
