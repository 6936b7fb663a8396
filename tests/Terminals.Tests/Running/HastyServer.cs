namespace StorePush.Terminals.Tests.Running;

/// <summary>The server of all languages that pushes again and listens for signs of life more often than users want.</summary>
public sealed class HastyServer() : Server(("Edge__HeartbeatSeconds", "2"), ("Delivery__PushIntervals", "00:00:00.5"));
