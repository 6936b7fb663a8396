namespace StorePush.Delivery.Persistence;

/// <summary>A push that is to be counted.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Line">What its log says of the push.</param>
internal sealed record PushNote(Guid MessageId, string Line);
