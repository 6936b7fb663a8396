using StorePush.Delivery.Pushing;
using StorePush.Protocol;

namespace StorePush.Delivery.Status;

/// <summary>What has happened to a message, in order. Of the pushes the first ones; <paramref name="Pushes"/> counts all.</summary>
internal sealed record MessageTimeline(Guid MessageId, int Pushes, IReadOnlyList<TimelineEvent> Events)
{
    private const string Accepted = "accepted";
    private const string Pushed = "pushed";

    public static MessageTimeline Of(MessageStatus message, string? pushLog)
    {
        List<TimelineEvent> events = [new(Accepted, message.AcceptedAt)];
        events.AddRange(PushLog.Read(pushLog).Select((push, index) =>
            new TimelineEvent(Pushed, push.At) { Push = index + 1, Edges = push.Edges }));
        if (message.DeliveredAt is { } deliveredAt)
            events.Add(new(MessageStatuses.Delivered, deliveredAt) { By = message.DeliveredBy });
        if (message.ExpiredAt is { } expiredAt)
            events.Add(new(MessageStatuses.Expired, expiredAt));
        return new(message.MessageId, message.Pushes, events);
    }
}
