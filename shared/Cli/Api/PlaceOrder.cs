using System.Text.Json;

namespace StorePush.Cli.Api;

/// <summary>The body that places an order.</summary>
internal sealed record PlaceOrder(string Platform, string OrderId, JsonElement Order, int? TtlSeconds = null);
