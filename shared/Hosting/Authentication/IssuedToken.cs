namespace StorePush.Hosting.Authentication;

/// <summary>A signed token.</summary>
/// <param name="Token">The token, to be sent as <c>Authorization: Bearer</c>. Never logged.</param>
/// <param name="ExpiresAt">When it expires, in whole seconds.</param>
public sealed record IssuedToken(string Token, DateTimeOffset ExpiresAt);
