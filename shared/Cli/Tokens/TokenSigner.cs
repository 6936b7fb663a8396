using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using StorePush.Cli.Api;

namespace StorePush.Cli.Tokens;

/// <summary>Signs tokens with the services' key (HS256).</summary>
internal sealed class TokenSigner(string key, string issuer, string audience, TimeProvider clock)
{
    private const int MinKeyBytes = 32;

    private readonly SigningCredentials _credentials =
        new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key)), SecurityAlgorithms.HmacSha256);

    /// <summary>Whether the services take such a key.</summary>
    public static bool IsStrong(string key) => Encoding.UTF8.GetByteCount(key) >= MinKeyBytes;

    public IssuedToken SignForDevice(string storeId, string deviceId, TimeSpan lifetime) =>
        Sign(deviceId, Scopes.Device, storeId, lifetime);

    /// <param name="subject">Who it is for.</param>
    /// <param name="scope">What it allows, separated by spaces.</param>
    /// <param name="storeId">The only store that it may touch; null for every store.</param>
    /// <param name="lifetime">How long it is valid.</param>
    public IssuedToken Sign(string subject, string scope, string? storeId, TimeSpan lifetime)
    {
        var now = clock.GetUtcNow();
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds((now + lifetime).ToUnixTimeSeconds());
        var claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sub] = subject,
            ["scope"] = scope,

            // A device that was revoked and gets a new token within the same second is let in with the new one only.
            ["iat_ms"] = now.ToUnixTimeMilliseconds(),
        };
        if (storeId is not null)
            claims["store_id"] = storeId;

        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            IssuedAt = now.UtcDateTime,
            Expires = expiresAt.UtcDateTime,
            Claims = claims,
            SigningCredentials = _credentials,
        });
        return new IssuedToken(token, expiresAt);
    }
}
