using System.Buffers.Text;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using StorePush.Hosting.Authentication;

namespace StorePush.Tests.Hosting;

/// <summary>A token as an issuer makes it, right unless a test changes something.</summary>
public sealed record TestToken
{
    /// <summary>The key of every service under test. Long enough for any algorithm: which of them are taken must not depend on that.</summary>
    public const string SigningKey = "the tests' key, which is long enough for HS512 too, by some characters";

    public string Key { get; init; } = SigningKey;

    public string Algorithm { get; init; } = SecurityAlgorithms.HmacSha256;

    public string Issuer { get; init; } = "storepush";

    public string Audience { get; init; } = "storepush";

    public string Subject { get; init; } = "caller";

    public string? Scope { get; init; }

    /// <summary>Its scopes as some issuers write them: a list, instead of one text.</summary>
    public IReadOnlyList<string>? ScopeList { get; init; }

    public string? StoreId { get; init; }

    /// <summary>Stores as a list, which no token of ours has.</summary>
    public string[]? StoreList { get; init; }

    /// <summary>Headers that are critical, none of which is known.</summary>
    public string[]? Critical { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether it says when it was issued.</summary>
    public bool SaysWhenIssued { get; init; } = true;

    public TimeSpan? Lifetime { get; init; } = TimeSpan.FromHours(1);

    public static TestToken ForDevice(string storeId, string deviceId, DateTimeOffset now) =>
        new() { Now = now, Subject = deviceId, StoreId = storeId, Scope = Scopes.Device };

    /// <summary>What a service must not take for a token of its own, by what is wrong with it.</summary>
    public IReadOnlyDictionary<string, string> Spoiled() => new Dictionary<string, string>
    {
        ["expired"] = (this with { Lifetime = TimeSpan.Zero }).Sign(),
        ["never expires"] = (this with { Lifetime = null }).Sign(),
        ["not valid yet"] = (this with { Now = Now.AddHours(1) }).Sign(notBefore: Now.AddHours(1)),
        ["another key"] = (this with { Key = "another key, which is long enough too" }).Sign(),
        ["another audience"] = (this with { Audience = "others" }).Sign(),
        ["another issuer"] = (this with { Issuer = "others" }).Sign(),
        ["another algorithm"] = (this with { Algorithm = SecurityAlgorithms.HmacSha512 }).Sign(),
        ["unsigned"] = Unsigned(),
        ["signature cut off"] = Sign()[..^10],
        ["no store in a list"] = (this with { StoreList = [] }).Sign(),
        ["stores in a list"] = (this with { StoreList = ["S1", "S2"] }).Sign(),
        ["an unknown extension that is critical"] = (this with { Critical = ["exp"] }).Sign(),
        ["not a token"] = "nonsense",
    };

    public string Sign(DateTimeOffset? notBefore = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = SaysWhenIssued ? Now.UtcDateTime : null,
            NotBefore = notBefore?.UtcDateTime,
            Expires = (Now + Lifetime)?.UtcDateTime,
            Claims = Claims(),
            AdditionalHeaderClaims = Critical is null ? null : new Dictionary<string, object> { ["crit"] = Critical },
            SigningCredentials = new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Key)), Algorithm),
        });

    private string Unsigned()
    {
        var parts = Sign().Split('.');
        return $"{Base64Url.EncodeToString("""{"alg":"none","typ":"JWT"}"""u8)}.{parts[1]}.";
    }

    private Dictionary<string, object> Claims()
    {
        var claims = new Dictionary<string, object> { [TokenClaims.Subject] = Subject };
        if (Scope is not null)
            claims[TokenClaims.Scope] = Scope;
        if (ScopeList is not null)
            claims[TokenClaims.Scope] = ScopeList;
        if (StoreId is not null)
            claims[TokenClaims.StoreId] = StoreId;
        if (StoreList is not null)
            claims[TokenClaims.StoreId] = StoreList;
        return claims;
    }
}
