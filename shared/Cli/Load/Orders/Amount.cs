namespace StorePush.Cli.Load.Orders;

/// <summary>So many orders, or as many as fit into a time.</summary>
internal readonly record struct Amount(int? Orders, TimeSpan? Duration)
{
    public static Amount Of(int orders) => new(orders, null);

    public static Amount Of(TimeSpan duration) => new(null, duration);

    /// <summary>Whether it is reached after so many orders or this time.</summary>
    public bool IsReached(int orders, TimeSpan elapsed) => Orders is { } most ? orders >= most : elapsed >= Duration;
}
