using System.Diagnostics;

namespace StorePush.Pos;

/// <summary>Makes what the application does with a message a part of the message's trace, as the source <c>StorePush.PosClient</c>.</summary>
internal static class PosTraces
{
    public const string SourceName = "StorePush.PosClient";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins the handling of a message; null when the message is not traced, or nobody listens.</summary>
    public static Activity? Handle(OrderMessage message)
    {
        if (!ActivityContext.TryParse(message.TraceParent, null, isRemote: true, out var parent))
            return null;

        return Source.StartActivity($"handle {message.Kind}", ActivityKind.Consumer, parent)?
            .SetTag("storepush.message_id", message.Id)
            .SetTag("storepush.store_id", message.StoreId)
            .SetTag("storepush.push", message.Push);
    }
}
