namespace StorePush.Delivery.Figures.Answers;

/// <summary>How many messages have waited for less than so many seconds, and no less than those before; null for no limit.</summary>
internal sealed record AgeCount(int? UnderSeconds, int Count);
