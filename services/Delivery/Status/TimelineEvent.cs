namespace StorePush.Delivery.Status;

/// <summary>Something that happened to a message.</summary>
/// <param name="Type">What: accepted, pushed, delivered or expired.</param>
/// <param name="At">When.</param>
internal sealed record TimelineEvent(string Type, DateTimeOffset At)
{
    /// <summary>Of a push: the how many-th it was.</summary>
    public int? Push { get; init; }

    /// <summary>Of a push: the edges whose devices were sent it.</summary>
    public IReadOnlyList<string>? Edges { get; init; }

    /// <summary>Of a delivery: the device that acknowledged first.</summary>
    public string? By { get; init; }
}
