using System.Diagnostics;
using StorePush.Contracts;
using StorePush.Edge.Connections;

namespace StorePush.Edge;

/// <summary>Shows in the traces of messages when a device was sent them, and when it acknowledged.</summary>
internal static class EdgeTraces
{
    private static readonly ActivitySource Source = new("StorePush.Edge");

    /// <summary>Whether anybody traces at all.</summary>
    public static bool AreOn => Source.HasListeners();

    /// <summary>
    /// Begins the way of a message through the queue of one device; what is returned is to be called when it was sent. Null when the
    /// message is not traced.
    /// </summary>
    public static Action? Send(MessagePush push, DeviceIdentity device)
    {
        // Others go on here, and it ends elsewhere: it is nobody's surroundings.
        var surroundings = Activity.Current;
        if (push.TraceParent is null || Start("send to device", ActivityKind.Consumer, push.TraceParent, push.MessageId, device) is not { } sending)
            return null;

        Activity.Current = surroundings;
        return () =>
        {
            var current = Activity.Current;
            sending.Stop();
            Activity.Current = current;
        };
    }

    /// <summary>Begins the way of an acknowledgement to the broker; null when its message is not traced.</summary>
    public static Activity? Acknowledge(string? traceParent, Guid messageId, DeviceIdentity device) =>
        traceParent is null ? null : Start("acknowledge", ActivityKind.Internal, traceParent, messageId, device);

    private static Activity? Start(string name, ActivityKind kind, string traceParent, Guid messageId, DeviceIdentity device)
    {
        if (!ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent))
            return null;

        return Source.StartActivity(name, kind, parent)?
            .SetTag("storepush.message_id", messageId)
            .SetTag("storepush.store_id", device.StoreId)
            .SetTag("storepush.device_id", device.DeviceId);
    }
}
