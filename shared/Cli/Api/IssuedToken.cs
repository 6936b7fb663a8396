namespace StorePush.Cli.Api;

/// <summary>A token and when it expires.</summary>
internal sealed record IssuedToken(string Token, DateTimeOffset ExpiresAt);
