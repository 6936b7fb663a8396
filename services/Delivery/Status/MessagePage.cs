namespace StorePush.Delivery.Status;

/// <summary>Some of a store's messages, newest first; without a cursor they are the last.</summary>
internal sealed record MessagePage(IReadOnlyList<MessageStatus> Items, string? NextCursor);
