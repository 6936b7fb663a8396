using System.Text.Json.Serialization;
using StorePush.Contracts;
using StorePush.Protocol;

namespace StorePush.Delivery.Webhooks;

/// <summary>How bodies are written: camel case, times as RFC 3339 with milliseconds.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(Rfc3339Converter)])]
[JsonSerializable(typeof(WebhookEvent<MessageDelivered>))]
[JsonSerializable(typeof(WebhookEvent<MessageExpired>))]
internal sealed partial class WebhookJson : JsonSerializerContext;
