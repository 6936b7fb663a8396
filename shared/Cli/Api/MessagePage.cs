namespace StorePush.Cli.Api;

/// <summary>Messages of a store, newest first, and where the next ones are.</summary>
internal sealed record MessagePage(IReadOnlyList<Message> Items, string? NextCursor = null);
