namespace StorePush.Delivery.Pending;

/// <summary>What was pending at a moment, and how far behind the sweepers were.</summary>
/// <param name="Online">Messages of stores that have a device online.</param>
/// <param name="Offline">Messages of stores that have none.</param>
/// <param name="ExpiryLag">For how long the expiry that is due first has been due; zero when none is.</param>
/// <param name="PushLag">The same of repeated pushes.</param>
internal sealed record PendingMessages(PendingGroup Online, PendingGroup Offline, TimeSpan ExpiryLag, TimeSpan PushLag);
