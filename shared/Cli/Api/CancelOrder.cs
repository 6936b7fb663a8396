using System.Text.Json;

namespace StorePush.Cli.Api;

/// <summary>The body that cancels an order.</summary>
internal sealed record CancelOrder(string? Reason = null, JsonElement? Detail = null, int? TtlSeconds = null);
