namespace StorePush.Delivery.Figures.Answers;

/// <summary>What happened within a few seconds.</summary>
internal sealed record TrafficSlice(DateTimeOffset At, int Accepted, int Delivered, int Expired, Latencies? LatencyMs);
