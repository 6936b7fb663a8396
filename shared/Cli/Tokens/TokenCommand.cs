using System.CommandLine;
using System.Text.Json;
using StorePush.Cli.Api;
using StorePush.Cli.Options;

namespace StorePush.Cli.Tokens;

/// <summary><c>storepush token</c>: a device's token, or with <c>--scope</c> a caller's.</summary>
internal static class TokenCommand
{
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(24);

    public static Command Create(CommandIo io, ConnectionOptions connection)
    {
        var store = Parsed.Name("--store", "The store of the device, or the only one that a caller may touch");
        var device = Parsed.Name("--device", "The device that the token is for");
        var scope = Parsed.Option<string?>(
            "--scope", $"What a caller may do, separated by spaces: {string.Join(' ', Scopes.All)}. Needs --signing-key", ParseScope);
        var subject = new Option<string>("--subject") { Description = "Whose token it is", DefaultValueFactory = _ => "caller" };
        var expires = Parsed.Duration("--expires", "How long it is valid, such as 24h; a day when not given");
        var json = new Option<bool>("--json") { Description = "Print it as JSON, with its expiry" };
        var command = new Command("token", "Print a token: of a device (--store, --device), or of a caller (--scope)")
        {
            store, device, scope, subject, expires, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (storeId, deviceId) = (parsed.GetValue(store), parsed.GetValue(device));
            var lifetime = parsed.GetValue(expires);
            var token = (parsed.GetValue(scope), storeId, deviceId) switch
            {
                (not null, _, not null) => throw CommandException.Usage("--scope and --device: give one of them."),
                ({ } allowed, _, _) => connection.ReadSigner(parsed).Sign(
                    parsed.GetRequiredValue(subject), allowed, storeId, lifetime ?? DefaultLifetime),
                (_, not null, not null) => await OfDeviceAsync(
                    connection.Read(parsed), storeId, deviceId, lifetime, io.Clock, cancellationToken),
                _ => throw CommandException.Usage("--store and --device are required, or --scope for a caller's token."),
            };
            await io.Out.WriteLineAsync(
                parsed.GetValue(json) ? JsonSerializer.Serialize(token, ReadableJson.Api.IssuedToken) : token.Token);
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<IssuedToken> OfDeviceAsync(
        Target target, string storeId, string deviceId, TimeSpan? lifetime, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (target.Signer is { } signer)
            return signer.SignForDevice(storeId, deviceId, lifetime ?? DefaultLifetime);

        using var api = new StorePushApi(target, clock);
        return await api.IssueTokenAsync(storeId, deviceId, lifetime, cancellationToken);
    }

    private static string ParseScope(string text)
    {
        var scopes = text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return scopes.Length > 0 && scopes.All(Scopes.All.Contains)
            ? string.Join(' ', scopes)
            : throw new FormatException($"Must be one or more of {string.Join(' ', Scopes.All)}.");
    }
}
