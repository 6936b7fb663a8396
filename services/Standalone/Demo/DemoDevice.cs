namespace StorePush.Standalone.Demo;

/// <summary>A terminal of the demo, and the token with which it connects.</summary>
internal sealed record DemoDevice(string DeviceId, string Token);
