using System.Text.Json;
using StorePush.Contracts;

namespace StorePush.Delivery.Webhooks;

/// <summary>Makes calls of events. The ids and types are wire: receivers tell events apart by them.</summary>
internal static class WebhookCallMaker
{
    public static WebhookCall Make(MessageDelivered message, DateTimeOffset now) => new()
    {
        Id = $"{message.MessageId}_delivered",
        Body = JsonSerializer.SerializeToUtf8Bytes(
            new("message.delivered", message.DeliveredAt, message), WebhookJson.Default.WebhookEventMessageDelivered),
        ReceivedAt = now,
        DueAt = now,
    };

    public static WebhookCall Make(MessageExpired message, DateTimeOffset now) => new()
    {
        Id = $"{message.MessageId}_expired",
        Body = JsonSerializer.SerializeToUtf8Bytes(
            new("message.expired", message.ExpiredAt, message), WebhookJson.Default.WebhookEventMessageExpired),
        ReceivedAt = now,
        DueAt = now,
    };
}
