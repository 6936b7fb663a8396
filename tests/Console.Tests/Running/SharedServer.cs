using StorePush.Terminals.Tests.Running;

namespace StorePush.Console.Tests.Running;

/// <summary>The server of most tests, each of which has a store of its own.</summary>
public sealed class SharedServer() : Server;
