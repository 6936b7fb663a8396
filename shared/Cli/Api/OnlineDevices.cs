namespace StorePush.Cli.Api;

/// <summary>The terminals of a store that are connected.</summary>
internal sealed record OnlineDevices(IReadOnlyList<OnlineDevice> Items);
