namespace StorePush.Delivery.Figures.Answers;

/// <summary>The messages that are pending.</summary>
/// <param name="Count">How many.</param>
/// <param name="OldestAcceptedAt">When the oldest was accepted; null when there is none.</param>
/// <param name="ByAge">How many, by how long they have waited.</param>
/// <param name="Stores">The stores that have waited longest; null in what is told of one store.</param>
internal sealed record PendingFigures(
    int Count, DateTimeOffset? OldestAcceptedAt, IReadOnlyList<AgeCount> ByAge, IReadOnlyList<WaitingStore>? Stores);
