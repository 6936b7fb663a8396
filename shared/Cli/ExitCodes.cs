namespace StorePush.Cli;

/// <summary>What the tool ends with; the help lists them.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    public const int Failed = 1;

    public const int Usage = 2;

    /// <summary>The load ran, and an order did not get where it must.</summary>
    public const int Lost = 3;

    /// <summary>Ended by Ctrl+C before it was done; what a shell expects of it.</summary>
    public const int Interrupted = 130;
}
