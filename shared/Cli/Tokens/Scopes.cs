namespace StorePush.Cli.Tokens;

/// <summary>What a token allows, as the HTTP interface says.</summary>
internal static class Scopes
{
    public const string OrdersWrite = "orders:write";

    public const string MessagesRead = "messages:read";

    public const string DevicesWrite = "devices:write";

    public const string Device = "device";

    public static IReadOnlyList<string> All { get; } = [OrdersWrite, MessagesRead, DevicesWrite, Device];
}
