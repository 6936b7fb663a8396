using System.ComponentModel.DataAnnotations;

namespace StorePush.Ingest;

/// <summary>The limits of Ingest.</summary>
internal sealed class IngestOptions : IValidatableObject
{
    public const string Section = "Ingest";

    /// <summary>The largest body of a single call, and the largest line of a batch, in bytes.</summary>
    [Range(1_024, 16 * 1_024 * 1_024)]
    public int MaxBodyBytes { get; set; } = 64 * 1_024;

    /// <summary>The most lines of a batch.</summary>
    [Range(1, 100_000)]
    public int MaxBatchLines { get; set; } = 1_000;

    /// <summary>The largest body of a batch, in bytes.</summary>
    [Range(1_024, 1_024 * 1_024 * 1_024)]
    public int MaxBatchBytes { get; set; } = 16 * 1_024 * 1_024;

    /// <summary>
    /// How deep objects and arrays may nest in a body. Well below 64, where JSON readers stop by default: the order travels inside
    /// an envelope, and what was accepted must not become unreadable on its way.
    /// </summary>
    [Range(2, 48)]
    public int MaxJsonDepth { get; set; } = 32;

    /// <summary>How many messages per second one caller (the token's <c>sub</c>) may send, over time.</summary>
    [Range(1, 1_000_000)]
    public int MessagesPerSecond { get; set; } = 10_000;

    /// <summary>How many messages one caller may send at once.</summary>
    [Range(1, 1_000_000)]
    public int MessageBurst { get; set; } = 20_000;

    /// <summary>How many messages may wait for the broker's confirm; past that the answer is 503.</summary>
    [Range(1, 1_000_000)]
    public int MaxInFlight { get; set; } = 10_000;

    /// <summary>
    /// How many bytes of orders may wait for the broker's confirm, together; past that the answer is 503. Each is in memory about three
    /// times meanwhile.
    /// </summary>
    [Range(1_024, 1_024L * 1_024 * 1_024)]
    public long MaxInFlightBytes { get; set; } = 128 * 1_024 * 1_024;

    /// <summary>
    /// How many batches the process holds at the same time, each of them whole and up to twice for a moment; past that the answer is 503.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxConcurrentBatches { get; set; } = 16;

    /// <summary>How many messages of one batch are published at once.</summary>
    [Range(1, 10_000)]
    public int BatchConcurrency { get; set; } = 100;

    /// <summary>What <c>Retry-After</c> says when the broker is away; whole seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // A batch that is published at once in more or larger parts than may wait would be refused by itself.
        if (BatchConcurrency > MaxInFlight)
            yield return new($"must not be more than {Section}__{nameof(MaxInFlight)}.", [nameof(BatchConcurrency)]);
        if ((long)BatchConcurrency * MaxBodyBytes > MaxInFlightBytes)
        {
            yield return new(
                $"must be at least {Section}__{nameof(BatchConcurrency)} times {Section}__{nameof(MaxBodyBytes)}.", [nameof(MaxInFlightBytes)]);
        }

        if (MaxBodyBytes > MaxBatchBytes)
            yield return new($"must not be more than {Section}__{nameof(MaxBatchBytes)}.", [nameof(MaxBodyBytes)]);
    }
}
