namespace StorePush.Delivery.Figures.Answers;

/// <summary>A store with pending messages, and how many connections its devices have.</summary>
internal sealed record WaitingStore(string StoreId, int Pending, DateTimeOffset OldestAcceptedAt, int Devices);
