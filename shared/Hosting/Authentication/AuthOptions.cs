using System.ComponentModel.DataAnnotations;
using System.Text;

namespace StorePush.Hosting.Authentication;

/// <summary>How tokens are checked and issued.</summary>
public sealed class AuthOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Auth";

    private const int MinSigningKeyBytes = 32;

    /// <summary>The HS256 secret (RFC 7518, section 3.2), the same in every service: at least 32 bytes of text.</summary>
    public string? SigningKey { get; set; }

    /// <summary>The <c>iss</c> of every token.</summary>
    [Required]
    public string Issuer { get; set; } = "storepush";

    /// <summary>The <c>aud</c> of every token.</summary>
    [Required]
    public string Audience { get; set; } = "storepush";

    /// <summary>An OpenID Connect issuer instead of the key. It turns the built-in token endpoint off.</summary>
    public Uri? Authority { get; set; }

    /// <summary>How long a token of the built-in issuer is valid when the caller doesn't say; at most 365 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan DeviceTokenLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>By how much the clocks of issuer and services may differ; 0 when they are the same machine's or well kept.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.Zero;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Authority is { IsAbsoluteUri: true, Scheme: "https" } or { IsAbsoluteUri: true, Scheme: "http", IsLoopback: true })
            yield break;
        if (Authority is not null)
            yield return new("must look like https://issuer.example; http is for loopback alone.", [nameof(Authority)]);

        else if (string.IsNullOrWhiteSpace(SigningKey))
        {
            yield return new("is required: an HS256 secret of at least 32 bytes, the same in every service.", [nameof(SigningKey)]);
        }
        else if (Encoding.UTF8.GetByteCount(SigningKey) < MinSigningKeyBytes)
        {
            yield return new("must have at least 32 bytes of text.", [nameof(SigningKey)]);
        }
    }
}
