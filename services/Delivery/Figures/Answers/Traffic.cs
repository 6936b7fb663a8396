namespace StorePush.Delivery.Figures.Answers;

/// <summary>How many messages were accepted, delivered and expired, and how long the delivered ones took; null when there were none.</summary>
internal sealed record Traffic(int Accepted, int Delivered, int Expired, Latencies? LatencyMs);
