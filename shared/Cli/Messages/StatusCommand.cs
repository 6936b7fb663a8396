using System.CommandLine;
using System.Text.Json;
using StorePush.Cli.Api;
using StorePush.Cli.Options;
using StorePush.Protocol;

namespace StorePush.Cli.Messages;

/// <summary><c>storepush status</c>: one message, the messages of a store, or its terminals that are online.</summary>
internal sealed class StatusCommand
{
    private const int DefaultLimit = 50;

    /// <summary>The most messages of one answer.</summary>
    private const int MaxPage = 200;

    private readonly Argument<Guid?> _message = new("messageId") { Description = "The message", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _store = Parsed.Name("--store", "List the messages of this store, newest first");
    private readonly Option<string?> _status = Parsed.Choice("--status", "Only messages with this status", MessageStatuses.All);
    private readonly Option<int?> _limit = Parsed.Count("--limit", $"The most messages to list; {DefaultLimit} when not given");
    private readonly Option<bool> _devices = new("--devices") { Description = "List the terminals of the store that are online instead" };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON as the server gives it" };

    private StatusCommand() => _message.CustomParser = result =>
    {
        if (Guid.TryParse(result.Tokens[0].Value, out var id))
            return id;

        result.AddError("messageId: Must be the id of a message, a UUID.");
        return null;
    };

    public static Command Create(CommandIo io, ConnectionOptions connection)
    {
        var status = new StatusCommand();
        var command = new Command("status", "See where a message, or all of a store, stand, and which terminals are online")
        {
            status._message, status._store, status._status, status._limit, status._devices, status._json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = new StorePushApi(connection.Read(parsed), io.Clock);
            await status.RunAsync(parsed, api, io, cancellationToken);
            return ExitCodes.Done;
        });
        return command;
    }

    private Task RunAsync(ParseResult parsed, StorePushApi api, CommandIo io, CancellationToken cancellationToken) =>
        (parsed.GetValue(_message), parsed.GetValue(_store)) switch
        {
            (not null, not null) => throw CommandException.Usage("--store: give it or a message id, not both."),
            ({ } id, _) => ShowMessageAsync(id, parsed, api, io, cancellationToken),
            (_, { } store) when parsed.GetValue(_devices) => ListDevicesAsync(store, parsed, api, io, cancellationToken),
            (_, { } store) => ListMessagesAsync(store, parsed, api, io, cancellationToken),
            _ => throw CommandException.Usage("--store is required, or the id of a message."),
        };

    private async Task ShowMessageAsync(Guid id, ParseResult parsed, StorePushApi api, CommandIo io, CancellationToken cancellationToken)
    {
        var message = await api.GetMessageAsync(id, cancellationToken);
        if (parsed.GetValue(_json))
            await io.Out.WriteLineAsync(JsonSerializer.Serialize(message, ReadableJson.Api.Message));
        else
            await Columns.WriteAsync(io.Out, MessageRows.Of([message]));
    }

    private async Task ListMessagesAsync(
        string store, ParseResult parsed, StorePushApi api, CommandIo io, CancellationToken cancellationToken)
    {
        var limit = parsed.GetValue(_limit) ?? DefaultLimit;
        var messages = new List<Message>();
        string? cursor = null;
        do
        {
            var page = await api.ListMessagesAsync(
                store, parsed.GetValue(_status), Math.Min(limit - messages.Count, MaxPage), cursor, cancellationToken);
            messages.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null && messages.Count < limit);

        if (parsed.GetValue(_json))
            await io.Out.WriteLineAsync(JsonSerializer.Serialize(new MessagePage(messages, cursor), ReadableJson.Api.MessagePage));
        else
            await Columns.WriteAsync(io.Out, MessageRows.Of(messages));
    }

    private async Task ListDevicesAsync(
        string store, ParseResult parsed, StorePushApi api, CommandIo io, CancellationToken cancellationToken)
    {
        var devices = await api.ListDevicesAsync(store, cancellationToken);
        if (parsed.GetValue(_json))
        {
            await io.Out.WriteLineAsync(JsonSerializer.Serialize(devices, ReadableJson.Api.OnlineDevices));
            return;
        }

        await Columns.WriteAsync(
            io.Out,
            [
                ["DEVICE", "CONNECTED", "EDGE"],
                .. devices.Items.Select(device => new[] { device.DeviceId, Rfc3339Converter.ToText(device.ConnectedAt), device.Edge }),
            ]);
    }
}
