namespace StorePush.Terminals.Tests.Running;

/// <summary>How a terminal is started.</summary>
/// <param name="Url">Where the server is.</param>
/// <param name="StoreId">Its store.</param>
/// <param name="DeviceId">Itself.</param>
/// <param name="Token">Its first token.</param>
/// <param name="Acks">Whether it acknowledges what rings.</param>
internal sealed record Settings(Uri Url, string StoreId, string DeviceId, string Token, bool Acks);
