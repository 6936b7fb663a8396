using System.Globalization;
using System.Security.Claims;

namespace StorePush.Hosting.Authentication;

/// <summary>What a token says of its holder.</summary>
public static class Caller
{
    /// <summary>Clocks that are kept at all differ by less.</summary>
    private static readonly TimeSpan UsualLead = TimeSpan.FromMinutes(1);

    /// <summary>Whether the token's scope claim holds a scope.</summary>
    public static bool HasScope(this ClaimsPrincipal user, string scope)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.FindAll(TokenClaims.Scope).Any(claim => claim.Value.Split(' ').Contains(scope, StringComparer.Ordinal));
    }

    /// <summary>The one store that the token may touch; null when it may touch every store.</summary>
    public static string? OnlyStore(this ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.FindFirstValue(TokenClaims.StoreId);
    }

    /// <summary>Whether the token may touch a store: it names no store, or this one.</summary>
    public static bool MayTouchStore(this ClaimsPrincipal user, string storeId) =>
        user.OnlyStore() is not { } only || only == storeId;

    /// <summary>Who the token was issued to; empty when it doesn't say.</summary>
    public static string Subject(this ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.FindFirstValue(TokenClaims.Subject) ?? "";
    }

    /// <summary>When the token expires.</summary>
    public static DateTimeOffset TokenExpiresAt(this ClaimsPrincipal user) =>
        FromSeconds(Number(user, TokenClaims.ExpiresAt));

    /// <summary>
    /// When the token was issued. Another issuer's token says so in whole seconds, and one that doesn't say counts as issued in 1970.
    /// </summary>
    public static DateTimeOffset TokenIssuedAt(this ClaimsPrincipal user) => IssuedAt(user) ?? DateTimeOffset.UnixEpoch;

    /// <summary>
    /// Whether the token says that it was issued before the oldest revocation that is remembered: nobody knows any more whether it was
    /// revoked, however long it says that it is valid. One that doesn't say when it was issued is not too old.
    /// </summary>
    public static bool TokenIsTooOld(this ClaimsPrincipal user, DateTimeOffset now) => IssuedAt(user) < now - TokenIssuer.MaxLifetime;

    /// <summary>
    /// Whether the token says that it was issued later than now, by more than a minute and more than the clocks may differ. A revocation
    /// would not hold for it: it would count as the newer one.
    /// </summary>
    public static bool TokenIsTooYoung(this ClaimsPrincipal user, DateTimeOffset now, TimeSpan clockSkew) =>
        IssuedAt(user) > now + (clockSkew > UsualLead ? clockSkew : UsualLead);

    private static DateTimeOffset? IssuedAt(ClaimsPrincipal user)
    {
        if (Number(user, TokenClaims.IssuedAtMilliseconds) is { } milliseconds)
            return DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));

        return Number(user, TokenClaims.IssuedAt) is { } seconds ? FromSeconds(seconds) : null;
    }

    // A number from a token may be any number.
    private static DateTimeOffset FromSeconds(long? seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds ?? 0, DateTimeOffset.MaxValue.ToUnixTimeSeconds()));

    private static long? Number(ClaimsPrincipal user, string claim) =>
        long.TryParse(user.FindFirstValue(claim), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
