using System.Globalization;
using System.Net;

namespace StorePush.Delivery.Webhooks;

/// <summary>What came of one try.</summary>
internal sealed record Answer
{
    /// <summary>2xx: the receiver has the event.</summary>
    public static Answer Taken { get; } = new();

    /// <summary>410: the receiver wants this event no more.</summary>
    public static Answer Gone { get; } = new() { IsGone = true };

    public bool IsGone { get; private init; }

    /// <summary>Why the try failed: a status, or what kept it from an answer. Null when it did not fail.</summary>
    public string? Failure { get; private init; }

    /// <summary>For the metric: <c>3xx</c>, <c>4xx</c>, <c>5xx</c>, or <c>none</c> without an answer.</summary>
    public string FailureClass { get; private init; } = "none";

    /// <summary>How long the receiver wants to be left alone.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    public static Answer Of(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.IsSuccessStatusCode)
            return Taken;
        if (response.StatusCode == HttpStatusCode.Gone)
            return Gone;

        var status = (int)response.StatusCode;
        var retryAfter = response.Headers.RetryAfter;
        return new()
        {
            Failure = status.ToString(CultureInfo.InvariantCulture),
            FailureClass = $"{status / 100}xx",
            RetryAfter = retryAfter?.Delta ?? retryAfter?.Date - now,
        };
    }

    public static Answer None(string failure) => new() { Failure = failure };
}
