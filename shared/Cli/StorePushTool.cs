using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using StorePush.Cli.Load;
using StorePush.Cli.Messages;
using StorePush.Cli.Options;
using StorePush.Cli.Orders;
using StorePush.Cli.Terminals;
using StorePush.Cli.Tokens;

namespace StorePush.Cli;

/// <summary>The whole tool: reads the command line, runs the command, and turns what goes wrong into a text and an exit code.</summary>
internal static class StorePushTool
{
    private const string Description =
        """
        StorePush at the command line.

        Exit codes: 0 done; 1 failed; 2 wrong usage; 3 load: an order was lost or not settled; 130 ended by Ctrl+C before it was done.
        """;

    public static async Task<int> RunAsync(string[] args, CommandIo io, CancellationToken cancellationToken)
    {
        var parsed = Root(io).Parse(args);
        if (parsed.Action is ParseErrorAction)
            return await RefuseAsync(parsed, io);

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = io.Out,
                    Error = io.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                },
                cancellationToken);
        }
        catch (CommandException exception)
        {
            await io.Error.WriteLineAsync(exception.Message);
            return exception.ExitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await io.Error.WriteLineAsync(exception.Message);
            return ExitCodes.Failed;
        }
    }

    /// <summary>No <see cref="RootCommand"/>: that one takes its name from the file that runs, and this is called otherwise.</summary>
    private static Command Root(CommandIo io)
    {
        var connection = new ConnectionOptions(io);
        var root = new Command("storepush", Description)
        {
            new HelpOption(),
            new VersionOption(),
            PosCommand.Create(io, connection),
            PlaceCommand.Create(io, connection),
            CancelCommand.Create(io, connection),
            StatusCommand.Create(io, connection),
            TokenCommand.Create(io, connection),
            LoadCommand.Create(io, connection),
        };
        connection.AddTo(root);
        return root;
    }

    private static async Task<int> RefuseAsync(ParseResult parsed, CommandIo io)
    {
        foreach (var error in parsed.Errors)
            await io.Error.WriteLineAsync(error.Message);
        await io.Error.WriteLineAsync("Add --help to see how it is used.");
        return ExitCodes.Usage;
    }
}
