namespace StorePush.Hosting.Messaging;

/// <summary>The names of the queues. They are wire: a renamed queue leaves its messages behind.</summary>
public static class Queues
{
    /// <summary>Delivery's saga: orders and expiries. Quorum: what is in it must not be lost.</summary>
    public const string Deliveries = "storepush-deliveries";

    /// <summary>Delivery's saga: acknowledgements, which wait for no order. Quorum.</summary>
    public const string Acknowledgements = "storepush-acknowledgements";

    /// <summary>Delivery's sessions: connects, disconnects, replays. Quorum.</summary>
    public const string Devices = "storepush-devices";

    /// <summary>Heartbeats of edges, which must not grow old behind a storm of devices. Quorum.</summary>
    public const string Edges = "storepush-edges";

    /// <summary>What the receiver of webhooks is to be told; there only where one is configured. Quorum, and gone a day after its last reader.</summary>
    public const string Webhooks = "storepush-webhooks";

    /// <summary>What an edge process has to send. Durable, and gone some time after the process.</summary>
    /// <param name="edgeId">The edge process.</param>
    public static string Edge(string edgeId) => $"storepush-edge-{edgeId}";
}
