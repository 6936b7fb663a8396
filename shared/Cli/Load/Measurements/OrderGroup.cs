namespace StorePush.Cli.Load.Measurements;

/// <summary>Orders that are looked at together: those of the warm-up, or those that are measured.</summary>
internal sealed class OrderGroup
{
    public OrderCounts Counts { get; } = new();

    public OrderLatencies Latencies { get; } = new();
}
