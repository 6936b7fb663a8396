namespace StorePush.Delivery.Persistence;

/// <summary>How often a message was pushed by now.</summary>
internal sealed record PushCount(Guid MessageId, int Pushes);
