namespace StorePush.Cli.Load.Orders;

/// <summary>How far an order can get.</summary>
internal enum OrderStep
{
    /// <summary>StorePush has promised to keep it.</summary>
    Accepted,

    /// <summary>A device has its <c>ack.ok</c>.</summary>
    Settled,

    /// <summary>Another device of the store was told to stop ringing: the acknowledgement is recorded, whoever asks sees it.</summary>
    Told,
}
