using StorePush.Terminals.Tests.Running;

namespace StorePush.Console.Tests.Running;

/// <summary>The server of a test to which it matters what happens in other stores.</summary>
public sealed class OwnServer() : Server;
