namespace StorePush.Delivery.Pending;

/// <summary>Some of the pending messages.</summary>
/// <param name="Count">How many they are.</param>
/// <param name="OldestAge">How long ago the oldest was accepted; zero when there is none.</param>
internal sealed record PendingGroup(int Count, TimeSpan OldestAge);
