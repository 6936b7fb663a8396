using System.CommandLine;
using System.Text.Json;
using StorePush.Cli.Api;
using StorePush.Cli.Options;

namespace StorePush.Cli.Orders;

/// <summary><c>storepush cancel</c>.</summary>
internal static class CancelCommand
{
    public static Command Create(CommandIo io, ConnectionOptions connection)
    {
        var store = OrderOptions.Store();
        var platform = OrderOptions.Platform();
        var orderId = Parsed.OrderId("The platform's id of the order");
        orderId.Required = true;
        var reason = new Option<string?>("--reason") { Description = "Why, in the platform's words" };
        var detail = Parsed.Option<JsonElement?>("--detail", "More about it, a JSON object", text => JsonObjects.Parse(text));
        var ttl = OrderOptions.TimeToLive();
        var wait = OrderOptions.Wait();
        var json = OrderOptions.Json();
        var command = new Command("cancel", "Tell a store that an order was cancelled")
        {
            store, platform, orderId, reason, detail, ttl, wait, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = new StorePushApi(connection.Read(parsed), io.Clock);
            var id = parsed.GetRequiredValue(orderId)!;
            var accepted = await api.CancelAsync(
                parsed.GetRequiredValue(store)!,
                parsed.GetRequiredValue(platform)!,
                id,
                new CancelOrder(parsed.GetValue(reason), parsed.GetValue(detail), (int?)parsed.GetValue(ttl)?.TotalSeconds),
                cancellationToken);
            var what = $"cancellation of {parsed.GetValue(platform)} {id} for {parsed.GetValue(store)}:";
            return await new Receipt(io, api, parsed.GetValue(json), parsed.GetValue(wait)).WriteAsync(accepted, what, cancellationToken)
                ? ExitCodes.Done
                : ExitCodes.Failed;
        });
        return command;
    }
}
