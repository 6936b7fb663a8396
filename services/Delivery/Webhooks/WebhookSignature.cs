using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace StorePush.Delivery.Webhooks;

/// <summary>
/// Signs calls as Standard Webhooks 1.0.0 says (<c>v1</c>, HMAC-SHA256): with every secret, so that the receiver may know the old one or
/// the new one. Thread-safe.
/// </summary>
internal sealed class WebhookSignature
{
    public const string Prefix = "whsec_";
    public const int MinBytes = 24;
    public const int MaxBytes = 64;

    private readonly IReadOnlyList<byte[]> _keys;

    /// <exception cref="ArgumentException">The secret is none; the options say so before.</exception>
    public WebhookSignature(IOptions<WebhooksOptions> options)
    {
        if (!TryRead(options.Value.Secret, out var keys))
            throw new ArgumentException("There is no secret to sign with.", nameof(options));

        _keys = keys;
    }

    /// <summary>Reads one or more secrets.</summary>
    /// <returns>Whether there is one, and each of them is right.</returns>
    public static bool TryRead(string? text, out IReadOnlyList<byte[]> keys)
    {
        var secrets = (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        keys = [.. secrets.Select(Read).OfType<byte[]>()];
        return secrets.Length > 0 && keys.Count == secrets.Length;
    }

    /// <summary>The value of the header <c>webhook-signature</c>.</summary>
    /// <param name="id">The event's id, which has no full stop in it.</param>
    /// <param name="timestamp">When the call is made, in seconds since 1970.</param>
    /// <param name="body">What is sent, to the byte.</param>
    public string Sign(string id, long timestamp, byte[] body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        return string.Join(' ', _keys.Select(key => $"v1,{Convert.ToBase64String(Hash(key, head, body))}"));
    }

    private static byte[] Hash(byte[] key, byte[] head, byte[] body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(head);
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    private static byte[]? Read(string secret)
    {
        Span<byte> key = stackalloc byte[MaxBytes];
        return secret.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length)
            && length >= MinBytes
            ? key[..length].ToArray()
            : null;
    }
}
