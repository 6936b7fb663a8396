namespace StorePush.Hosting.Authentication;

/// <summary>What a token allows; the values of its <c>scope</c> claim (RFC 8693, section 4.2).</summary>
public static class Scopes
{
    /// <summary>Place and cancel orders.</summary>
    public const string OrdersWrite = "orders:write";

    /// <summary>Read messages and the devices that are online.</summary>
    public const string MessagesRead = "messages:read";

    /// <summary>Issue and revoke device tokens.</summary>
    public const string DevicesWrite = "devices:write";

    /// <summary>Connect as the device that <c>sub</c> and <c>store_id</c> name.</summary>
    public const string Device = "device";

    internal static IReadOnlyList<string> All { get; } = [OrdersWrite, MessagesRead, DevicesWrite, Device];
}
