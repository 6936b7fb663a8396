namespace StorePush.Protocol;

/// <summary>What a message tells a store, as written on the wire.</summary>
public static class MessageKinds
{
    /// <summary>An order was placed.</summary>
    public const string OrderPlaced = "order.placed";

    /// <summary>An order was cancelled.</summary>
    public const string OrderCancelled = "order.cancelled";
}
