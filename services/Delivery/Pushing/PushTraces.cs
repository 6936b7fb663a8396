using System.Diagnostics;
using StorePush.Delivery.Sagas;

namespace StorePush.Delivery.Pushing;

/// <summary>Makes each push of a message, the repeated ones too, a part of the message's trace.</summary>
internal static class PushTraces
{
    private static readonly ActivitySource Source = new("StorePush.Delivery");

    /// <summary>What edge and device go on with; null when the message is not traced.</summary>
    public static string? Push(DeliveryState message, int push)
    {
        if (message.TraceParent is not { } order || !ActivityContext.TryParse(order, null, isRemote: true, out var parent))
            return null;

        // What is pushed together goes by one command, which is in the trace of whichever message came first.
        ActivityLink[] together = Activity.Current is { Recorded: true } batch ? [new(batch.Context)] : [];
        using var activity = Source.StartActivity("push", ActivityKind.Producer, parent, links: together);
        activity?.SetTag("storepush.message_id", message.CorrelationId).SetTag("storepush.push", push);
        return activity?.Id ?? order;
    }
}
