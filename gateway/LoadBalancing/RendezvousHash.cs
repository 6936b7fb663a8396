using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace StorePush.Gateway.LoadBalancing;

/// <summary>
/// Ranks places for a key so that everybody who knows the same places agrees, and a place that comes or goes moves only the keys that
/// rank it first (highest random weight hashing).
/// </summary>
internal static class RendezvousHash
{
    /// <summary>How much a key prefers a place: the highest score wins. The same in every process and version.</summary>
    public static ulong Score(ReadOnlySpan<char> key, ReadOnlySpan<char> place)
    {
        var seed = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(place));
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(key), unchecked((long)seed));
    }
}
