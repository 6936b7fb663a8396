using System.ComponentModel.DataAnnotations;

namespace StorePush.Delivery.Webhooks;

/// <summary>Who is told by HTTP of what became of messages, and how hard StorePush tries.</summary>
internal sealed class WebhooksOptions : IValidatableObject
{
    public const string Section = "Webhooks";

    /// <summary>The receiver's address: https, or http on this machine. Without it there are no webhooks.</summary>
    public Uri? Url { get; set; }

    /// <summary>
    /// <c>whsec_</c> and the base64 of 24 to 64 random bytes; while one is changed for another, both, separated by a space.
    /// </summary>
    public string? Secret { get; set; }

    /// <summary>Whether the receiver may be on another machine without TLS, where whoever is in between can read along.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>How long the receiver may take to answer a call.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The most calls, and connections, that a process has under way at the same time.</summary>
    [Range(1, 1_000)]
    public int MaxConcurrency { get; set; } = 16;

    /// <summary>The wait before an event's second try; it doubles with each further one.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan FirstBackoff { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait between two tries, also when the receiver asks for a longer one.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan LongestBackoff { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long an event is tried before it is given up.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The most events that wait in the database; past that the oldest are given up.</summary>
    [Range(1_000, 100_000_000)]
    public int MaxWaiting { get; set; } = 1_000_000;

    /// <summary>How long an event is remembered, so that it is not sent again when the broker brings it again.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromHours(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (LongestBackoff < FirstBackoff)
            yield return new($"must not be shorter than {nameof(FirstBackoff)}.", [nameof(LongestBackoff)]);

        if (UrlError() is { } error)
            yield return new(error, [nameof(Url)]);

        // The value is never shown.
        if ((Url is not null || !string.IsNullOrEmpty(Secret)) && !WebhookSignature.TryRead(Secret, out _))
        {
            yield return new(
                $"must be {WebhookSignature.Prefix} and the base64 of {WebhookSignature.MinBytes} to {WebhookSignature.MaxBytes} bytes, "
                    + "or several such, separated by spaces.",
                [nameof(Secret)]);
        }
    }

    private string? UrlError() => Url switch
    {
        null => null,
        { IsAbsoluteUri: false } => "must look like https://host/path.",
        { Scheme: not ("https" or "http") } => "must look like https://host/path.",
        { Scheme: "http", IsLoopback: false } when !AllowHttp => $"must be https, unless {Section}__{nameof(AllowHttp)} is true.",
        { UserInfo.Length: > 0 } => "must not hold a user name or password: the signature says who calls.",
        _ => null,
    };
}
