using System.Security.Cryptography;
using System.Text;

namespace StorePush.Contracts;

/// <summary>
/// Gives the same message the same id, wherever and however often it is posted: a UUID version 5 (RFC 9562, section 5.5) of
/// platform, store, order and kind.
/// </summary>
public static class MessageIds
{
    /// <summary>StorePush's own namespace. It is wire: another one would make every repeated order a new message.</summary>
    private static readonly Guid Namespace = new("5f0c1e5e-8d2b-5d0e-9a55-0c6b7a3d4e21");

    /// <summary>The id of a message.</summary>
    /// <param name="platform">Where the order comes from.</param>
    /// <param name="storeId">The store that it is for.</param>
    /// <param name="orderId">The platform's own id of the order.</param>
    /// <param name="kind">What the message tells the store.</param>
    public static Guid Create(string platform, string storeId, string orderId, string kind)
    {
        // None of the parts can hold a line break, so no two different messages have the same name.
        var name = Encoding.UTF8.GetBytes($"{platform}\n{storeId}\n{orderId}\n{kind}");

        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        byte[] input = [.. Namespace.ToByteArray(bigEndian: true), .. name];
#pragma warning disable CA5350 // SHA-1 is what version 5 is defined with; nothing here is secret.
        SHA1.HashData(input, hash);
#pragma warning restore CA5350

        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
