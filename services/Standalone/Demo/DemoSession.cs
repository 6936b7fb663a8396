namespace StorePush.Standalone.Demo;

/// <summary>What the demo's page needs: a store, a token to place orders in it and to see what becomes of them, and its terminals.</summary>
internal sealed record DemoSession(string StoreId, string Token, IReadOnlyList<DemoDevice> Devices);
