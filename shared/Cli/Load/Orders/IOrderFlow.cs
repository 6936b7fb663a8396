namespace StorePush.Cli.Load.Orders;

/// <summary>Decides when each order is placed.</summary>
internal interface IOrderFlow
{
    /// <summary>Places the orders of a schedule and returns when all were answered.</summary>
    /// <param name="schedule">How many.</param>
    /// <param name="stop">Begins no further order.</param>
    Task RunAsync(OrderSchedule schedule, CancellationToken stop);
}
