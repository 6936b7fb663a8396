using System.CommandLine;
using System.Text.Json;
using StorePush.Cli.Api;
using StorePush.Cli.Options;
using StorePush.Protocol;

namespace StorePush.Cli.Orders;

/// <summary><c>storepush place</c>.</summary>
internal sealed class PlaceCommand
{
    private const string DefaultOrder = """{"dish":"麻婆豆腐","qty":1}""";

    private readonly Option<string?> _store = OrderOptions.Store();
    private readonly Option<string?> _platform = OrderOptions.Platform();
    private readonly Option<string?> _orderId = Parsed.OrderId("The platform's id of the order; a new one when not given");
    private readonly Option<JsonElement?> _order = Parsed.Option<JsonElement?>(
        "--order", "The order, a JSON object", text => JsonObjects.Parse(text));

    private readonly Option<string?> _file = new("--order-file") { Description = "A file with the order, - for the standard input" };
    private readonly Option<TimeSpan?> _ttl = OrderOptions.TimeToLive();
    private readonly Option<int?> _count = Parsed.Count("--count", "How many orders; from 2 on, -1, -2 ... is added to the order id");
    private readonly Option<bool> _wait = OrderOptions.Wait();
    private readonly Option<bool> _json = OrderOptions.Json();

    public static Command Create(CommandIo io, ConnectionOptions connection)
    {
        var place = new PlaceCommand();
        var command = new Command("place", "Place orders")
        {
            place._store, place._platform, place._orderId, place._order, place._file, place._ttl, place._count, place._wait, place._json,
        };
        command.SetAction((parsed, cancellationToken) => place.RunAsync(parsed, io, connection.Read(parsed), cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CommandIo io, Target target, CancellationToken cancellationToken)
    {
        var store = parsed.GetRequiredValue(_store)!;
        var platform = parsed.GetRequiredValue(_platform)!;
        var order = await ReadOrderAsync(parsed, io, cancellationToken);
        var ttlSeconds = (int?)parsed.GetValue(_ttl)?.TotalSeconds;
        var orderIds = OrderIds(parsed.GetValue(_orderId) ?? NewOrderId(), parsed.GetValue(_count) ?? 1);

        using var api = new StorePushApi(target, io.Clock);
        var receipt = new Receipt(io, api, parsed.GetValue(_json), parsed.GetValue(_wait));
        var isDone = true;
        foreach (var orderId in orderIds)
        {
            var accepted = await api.PlaceAsync(store, new PlaceOrder(platform, orderId, order, ttlSeconds), cancellationToken);
            isDone &= await receipt.WriteAsync(accepted, $"{platform} {orderId} for {store}:", cancellationToken);
        }

        return isDone ? ExitCodes.Done : ExitCodes.Failed;
    }

    private async Task<JsonElement> ReadOrderAsync(ParseResult parsed, CommandIo io, CancellationToken cancellationToken) =>
        (parsed.GetValue(_order), parsed.GetValue(_file)) switch
        {
            (not null, not null) => throw CommandException.Usage("--order and --order-file: give one of them."),
            ({ } order, _) => order,
            (_, { } path) => await JsonObjects.ReadAsync(path, "--order-file", io, cancellationToken),
            _ => JsonObjects.Parse(DefaultOrder),
        };

    /// <summary>Short enough to be read to somebody; the last digits of such a GUID are its random part.</summary>
    private static string NewOrderId() => $"cli-{Guid.CreateVersion7().ToString("N")[^12..]}";

    private static string[] OrderIds(string orderId, int count)
    {
        string[] orderIds = count == 1 ? [orderId] : [.. Enumerable.Range(1, count).Select(number => $"{orderId}-{number}")];
        return Identifiers.IsOrderId(orderIds[^1])
            ? orderIds
            : throw CommandException.Usage($"--order-id: {Identifiers.OrderIdRule}, with the number that --count adds.");
    }
}
