namespace StorePush.Delivery.Figures.Answers;

/// <summary>How things are going now, and how they went lately.</summary>
/// <param name="At">Now.</param>
/// <param name="LastMinute">
/// What happened in the last minute. That of a store ends now, that of all with the last part that is over and written down.
/// </param>
/// <param name="HistorySeconds">How far the history goes back.</param>
/// <param name="SliceSeconds">How long a part of the history is.</param>
/// <param name="History">The parts, the oldest first; those in which nothing happened are left out.</param>
/// <param name="Pending">What waits.</param>
/// <param name="Online">Who is there.</param>
internal sealed record LiveFigures(
    DateTimeOffset At,
    Traffic LastMinute,
    int HistorySeconds,
    int SliceSeconds,
    IReadOnlyList<TrafficSlice> History,
    PendingFigures Pending,
    OnlineFigures Online);
