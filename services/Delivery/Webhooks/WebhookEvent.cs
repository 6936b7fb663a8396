namespace StorePush.Delivery.Webhooks;

/// <summary>The body of a call, as Standard Webhooks recommends it.</summary>
/// <param name="Type">Which event it is, and so what <paramref name="Data"/> holds.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Data">The event as it is on the bus.</param>
internal sealed record WebhookEvent<TEvent>(string Type, DateTimeOffset Timestamp, TEvent Data);
