namespace StorePush.Cli;

/// <summary>A command can't go on; the text is for the user and all that they see.</summary>
internal class CommandException(string message, int exitCode = ExitCodes.Failed) : Exception(message)
{
    public int ExitCode => exitCode;

    /// <summary>The command line is wrong; the text starts with the option.</summary>
    public static CommandException Usage(string message) => new(message, ExitCodes.Usage);
}
