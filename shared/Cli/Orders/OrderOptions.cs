using System.CommandLine;
using StorePush.Cli.Options;
using StorePush.Protocol;

namespace StorePush.Cli.Orders;

/// <summary>Options that placing and cancelling have in common.</summary>
internal static class OrderOptions
{
    public static Option<string?> Store()
    {
        var store = Parsed.Name("--store", "The store");
        store.Required = true;
        return store;
    }

    public static Option<string?> Platform()
    {
        var platform = Parsed.Choice("--platform", "The platform that the order comes from", Platforms.All);
        platform.DefaultValueFactory = _ => Platforms.Meituan;
        return platform;
    }

    public static Option<TimeSpan?> TimeToLive() => Parsed.Option<TimeSpan?>(
        "--ttl",
        "How long it may wait for a terminal, 1s to 24h; the services' default when not given",
        text => Durations.Parse(text) is { } duration && duration >= TimeSpan.FromSeconds(1) && duration <= TimeSpan.FromDays(1)
            ? duration
            : throw new FormatException("Must be 1s to 24h."));

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object per message" };

    public static Option<bool> Wait() => new("--wait") { Description = "Wait until it is settled; exit code 1 when it expires" };
}
