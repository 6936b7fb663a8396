using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace StorePush.Delivery.Status;

/// <summary>A place in a store's messages, newest first. Callers pass its text back and read nothing into it.</summary>
internal sealed record MessageCursor(DateTimeOffset AcceptedAt, Guid MessageId)
{
    public static MessageCursor? TryParse(string text)
    {
        if (!Base64Url.IsValid(text))
            return null;

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(' ');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            && Guid.TryParseExact(parts[1], "N", out var messageId)
                ? new(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), messageId)
                : null;
    }

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{AcceptedAt.ToUnixTimeMilliseconds()} {MessageId:N}")));
}
