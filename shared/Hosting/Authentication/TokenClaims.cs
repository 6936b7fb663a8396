namespace StorePush.Hosting.Authentication;

/// <summary>The names of the claims that StorePush reads.</summary>
public static class TokenClaims
{
    /// <summary>Who the token was issued to: a caller's name, or the device id (RFC 7519, section 4.1.2).</summary>
    public const string Subject = "sub";

    /// <summary>What it allows, separated by spaces; see <see cref="Scopes"/>.</summary>
    public const string Scope = "scope";

    /// <summary>The store of a device; in another token, the only store that it may touch.</summary>
    public const string StoreId = "store_id";

    /// <summary>When it expires, in seconds since 1970 (RFC 7519, section 4.1.4).</summary>
    public const string ExpiresAt = "exp";

    /// <summary>When it was issued, in seconds since 1970 (RFC 7519, section 4.1.6).</summary>
    public const string IssuedAt = "iat";

    /// <summary>
    /// When it was issued, in milliseconds since 1970. Ours: a device that is revoked and gets a new token within the same second must
    /// be let in with the new one only.
    /// </summary>
    public const string IssuedAtMilliseconds = "iat_ms";
}
