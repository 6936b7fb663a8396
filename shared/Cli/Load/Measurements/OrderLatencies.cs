namespace StorePush.Cli.Load.Measurements;

/// <summary>
/// How long orders took. From the intended time on there is no coordinated omission: an order that had to wait because the one before was
/// slow has waited all the same.
/// </summary>
internal sealed class OrderLatencies
{
    public LatencyHistogram IntendedToAccepted { get; } = new();

    public LatencyHistogram IntendedToReceived { get; } = new();

    public LatencyHistogram IntendedToSettled { get; } = new();

    public LatencyHistogram AcceptedToReceived { get; } = new();

    public LatencyHistogram AcceptedToSettled { get; } = new();

    public LatencyHistogram AcceptedToTold { get; } = new();
}
