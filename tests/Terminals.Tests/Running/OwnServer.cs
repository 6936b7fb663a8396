namespace StorePush.Terminals.Tests.Running;

/// <summary>The server of one language, with the settings that users have. Its tests may stop it, if they start it again.</summary>
public sealed class OwnServer() : Server;
