namespace StorePush.Delivery.Sessions;

/// <summary>An edge that was heard of lately.</summary>
internal sealed class EdgeProcess
{
    public string EdgeId { get; set; } = "";

    /// <summary>By the clock of the Delivery that heard it: edges' clocks may differ.</summary>
    public DateTimeOffset HeartbeatAt { get; set; }
}
