using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace StorePush.Hosting.Authentication;

/// <summary>The built-in issuer: signs tokens with the key that every service checks them with.</summary>
public sealed class TokenIssuer(IOptions<AuthOptions> options, TimeProvider clock)
{
    /// <summary>
    /// The longest that a token is valid from when it is issued. Another issuer's may say more, but no device gets in with an older one: a
    /// revocation that is older can't matter any more, and is forgotten.
    /// </summary>
    public static TimeSpan MaxLifetime { get; } = TimeSpan.FromDays(365);

    /// <summary>False when an external issuer is configured; then there is no key to sign with.</summary>
    public bool IsEnabled => options.Value.Authority is null;

    /// <summary>Issues a token with which a device can connect.</summary>
    /// <param name="storeId">The store of the device.</param>
    /// <param name="deviceId">The device.</param>
    /// <param name="lifetime">How long it is valid; null for the configured default.</param>
    public IssuedToken IssueForDevice(string storeId, string deviceId, TimeSpan? lifetime) =>
        Issue(deviceId, Scopes.Device, storeId, lifetime ?? options.Value.DeviceTokenLifetime);

    /// <summary>Issues a token for a caller of the API.</summary>
    /// <param name="subject">Who it is for.</param>
    /// <param name="scope">What it allows, separated by spaces.</param>
    /// <param name="storeId">The only store that it may touch; null for every store.</param>
    /// <param name="lifetime">How long it is valid.</param>
    /// <exception cref="InvalidOperationException">An external issuer is configured.</exception>
    public IssuedToken Issue(string subject, string scope, string? storeId, TimeSpan lifetime)
    {
        if (!IsEnabled)
            throw new InvalidOperationException("Auth__Authority is set: tokens come from there.");

        var auth = options.Value;
        var now = clock.GetUtcNow();

        // Whole seconds, because that is all that "exp" can say.
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds((now + lifetime).ToUnixTimeSeconds());
        var claims = new Dictionary<string, object>
        {
            [TokenClaims.Subject] = subject,
            [TokenClaims.Scope] = scope,
            [TokenClaims.IssuedAtMilliseconds] = now.ToUnixTimeMilliseconds(),
        };
        if (storeId is not null)
            claims[TokenClaims.StoreId] = storeId;

        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(auth.SigningKey!));
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = auth.Issuer,
            Audience = auth.Audience,
            IssuedAt = now.UtcDateTime,
            Expires = expiresAt.UtcDateTime,
            Claims = claims,
            SigningCredentials = new(key, SecurityAlgorithms.HmacSha256),
        });

        return new(token, expiresAt);
    }
}
