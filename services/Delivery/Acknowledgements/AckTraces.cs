using System.Diagnostics;
using StorePush.Contracts;

namespace StorePush.Delivery.Acknowledgements;

/// <summary>Makes each acknowledgement a part of its message's trace, whatever it came together with.</summary>
internal static class AckTraces
{
    private static readonly ActivitySource Source = new("StorePush.Delivery");

    /// <summary>Works on an acknowledgement, in the trace of its message if that is traced.</summary>
    public static Task RunAsync(DeviceAcknowledged acknowledged, Func<Task> work) =>
        ActivityContext.TryParse(acknowledged.TraceParent, null, isRemote: true, out var parent)
            ? RunAsync(acknowledged.MessageId, parent, work)
            : work();

    private static async Task RunAsync(Guid messageId, ActivityContext parent, Func<Task> work)
    {
        ActivityLink[] together = Activity.Current is { Recorded: true } whole ? [new(whole.Context)] : [];
        using var activity = Source.StartActivity("record acknowledgement", ActivityKind.Consumer, parent, links: together);
        activity?.SetTag("storepush.message_id", messageId);
        await work();
    }
}
