using System.Buffers;

namespace StorePush.Protocol;

/// <summary>Which texts are ids; see section 1 of the wire page.</summary>
public static class Identifiers
{
    /// <summary>The most characters that an id may have.</summary>
    public const int MaxLength = 64;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>What <see cref="IsName"/> asks for, as a sentence for a person.</summary>
    public const string NameRule = "Must be 1 to 64 characters of A-Z a-z 0-9 . _ -";

    /// <summary>What <see cref="IsOrderId"/> asks for, as a sentence for a person.</summary>
    public const string OrderIdRule = "Must be 1 to 64 printable ASCII characters without spaces or '/'";

    /// <summary>Whether a text can be a store id or a device id.</summary>
    public static bool IsName(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxLength && !text.ContainsAnyExcept(NameCharacters);

    /// <summary>Whether a text can be a platform's order id.</summary>
    public static bool IsOrderId(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxLength && !text.ContainsAnyExceptInRange('!', '~') && !text.Contains('/');
}
