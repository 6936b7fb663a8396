namespace StorePush.Cli.Api;

/// <summary>What the server says is wrong (RFC 9457).</summary>
internal sealed record Problem(string? Title = null, string? Detail = null, IReadOnlyDictionary<string, string[]>? Errors = null);
