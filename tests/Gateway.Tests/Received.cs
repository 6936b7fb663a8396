namespace StorePush.Gateway.Tests;

/// <summary>A request as it reached a service.</summary>
internal sealed record Received(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);
