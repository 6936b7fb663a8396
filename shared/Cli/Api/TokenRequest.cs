namespace StorePush.Cli.Api;

/// <summary>The body that asks for a device's token.</summary>
internal sealed record TokenRequest(int? ExpiresInSeconds = null);
