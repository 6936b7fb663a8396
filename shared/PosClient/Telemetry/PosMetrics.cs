using System.Diagnostics.Metrics;

namespace StorePush.Pos;

/// <summary>What all clients of this process do, as the meter <c>StorePush.PosClient</c>.</summary>
internal static class PosMetrics
{
    public const string MeterName = "StorePush.PosClient";

    private static readonly Meter Meter = new(MeterName);

    public static readonly UpDownCounter<long> Connections =
        Meter.CreateUpDownCounter<long>("storepush.pos.connections", "{connection}", "Connections that stand");

    /// <summary>Tag <c>code</c>: the close code, the HTTP status of a refused handshake, or 0 when there was none.</summary>
    public static readonly Counter<long> Disconnects =
        Meter.CreateCounter<long>("storepush.pos.disconnects", "{connection}", "Connections that ended or could not be made");

    public static readonly Counter<long> Received =
        Meter.CreateCounter<long>("storepush.pos.messages.received", "{message}", "Messages that came, repeated ones included");

    public static readonly Counter<long> Repeated =
        Meter.CreateCounter<long>("storepush.pos.messages.repeated", "{message}", "Messages that came again and did not ring");

    public static readonly Counter<long> Deferred =
        Meter.CreateCounter<long>("storepush.pos.messages.deferred", "{message}", "Messages left to the server for want of room");

    public static readonly Counter<long> Withdrawn =
        Meter.CreateCounter<long>("storepush.pos.messages.withdrawn", "{message}", "Messages that were settled or expired before they rang");

    public static readonly Counter<long> Handled =
        Meter.CreateCounter<long>("storepush.pos.messages.handled", "{message}", "Messages that the application has taken");

    public static readonly Counter<long> Failed =
        Meter.CreateCounter<long>("storepush.pos.messages.failed", "{message}", "Messages whose handler threw");

    /// <summary>Tag <c>again</c>: whether it was sent before.</summary>
    public static readonly Counter<long> AcksSent =
        Meter.CreateCounter<long>("storepush.pos.acks.sent", "{ack}", "Acknowledgements that were sent");

    public static readonly Counter<long> AcksConfirmed =
        Meter.CreateCounter<long>("storepush.pos.acks.confirmed", "{ack}", "Acknowledgements that the server has answered");
}
