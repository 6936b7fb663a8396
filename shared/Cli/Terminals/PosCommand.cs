using System.CommandLine;
using Spectre.Console;
using StorePush.Cli.Api;
using StorePush.Cli.Options;
using StorePush.Cli.Tokens;
using StorePush.Pos;

namespace StorePush.Cli.Terminals;

/// <summary><c>storepush pos</c>: be a terminal.</summary>
internal static class PosCommand
{
    private const string Description =
        """
        Be a terminal: show orders as they ring, and acknowledge them

        Without a screen it prints a line per event, and takes the keys a, h and q as lines of a piped input. What
        nobody can read there is not acknowledged: it ends with 1 when its output is closed.
        """;

    public static Command Create(CommandIo io, ConnectionOptions connection)
    {
        var store = Parsed.Name("--store", "The store");
        var device = Parsed.Name("--device", "The name of this terminal, unique within its store");
        (store.Required, device.Required) = (true, true);
        var hold = new Option<bool>("--hold") { Description = "Begin with acknowledgements held: orders ring until you press a" };
        var file = new Option<string?>("--handled-file") { Description = "Remember in this file what was acknowledged, over restarts" };
        var json = new Option<bool>("--json") { Description = "Print a JSON object per event instead of a screen" };
        var command = new Command("pos", Description) { store, device, hold, file, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new PosClientOptions
            {
                StoreId = parsed.GetRequiredValue(store)!,
                DeviceId = parsed.GetRequiredValue(device)!,
                AcknowledgeMode = AcknowledgeMode.ByHand,
                HandledFile = parsed.GetValue(file),
            };
            return RunAsync(options, connection.Read(parsed), parsed.GetValue(hold), parsed.GetValue(json), io, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        PosClientOptions options, Target target, bool hold, bool asJson, CommandIo io, CancellationToken cancellationToken)
    {
        using var api = new StorePushApi(target, io.Clock);
        var tokens = new DeviceTokens(target, api, null);
        options.Url = target.Url;
        options.TokenProvider = token => tokens.GetAsync(options.StoreId, options.DeviceId, token);

        await using var session = new PosSession(options, hold, io.Clock);
        using var quitting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var running = session.RunAsync(quitting.Token);
            if (io is { IsOutWatched: true, HasKeyboard: true } && !asJson)
            {
                var title = $"{options.StoreId} / {options.DeviceId}";
                await new PosLive(session, title, AnsiConsole.Console, PosKeyboard.Open(), io.Clock).ShowAsync(running, quitting.Cancel);
            }
            else
            {
                var lines = new PosLines(session, io, asJson);

                // A console is read by blocking a thread, whatever its methods are called.
                _ = Task.Run(() => lines.ReadAsync(quitting.Cancel, quitting.Token), CancellationToken.None);
                await WriteAsync(lines, running, quitting);
            }

            await running;
            return ExitCodes.Done;
        }
        catch (OperationCanceledException) when (quitting.IsCancellationRequested)
        {
            // To be ended is how a terminal ends, wherever it was.
            return ExitCodes.Done;
        }
        catch (PosClientStoppedException exception)
        {
            throw new CommandException($"{exception.Message} ({exception.Code})");
        }
    }

    private static async Task WriteAsync(PosLines lines, Task running, CancellationTokenSource quitting)
    {
        try
        {
            await lines.WriteAsync();
        }
        catch (IOException)
        {
            await quitting.CancelAsync();
            await running;
            throw;
        }
    }
}
