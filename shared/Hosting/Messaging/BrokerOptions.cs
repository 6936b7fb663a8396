using System.ComponentModel.DataAnnotations;

namespace StorePush.Hosting.Messaging;

/// <summary>Where the broker is, and how long to wait for it.</summary>
public sealed class BrokerOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Broker";

    /// <summary><c>amqp://user:password@host:port/vhost</c>, or <c>amqps</c>. Without it only Standalone starts.</summary>
    public Uri? Url { get; set; }

    /// <summary>How long a publish may wait for the broker's confirm; after that the caller is told to come back.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:05")]
    public TimeSpan ConfirmTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>
    /// How long the broker may take over anything but a publish. To leave a connection of whose end not everybody is told takes three times
    /// as long.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many messages a service takes from a queue before the first of them is done.</summary>
    [Range(1, 10_000)]
    public int Prefetch { get; set; } = 256;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Url is not null && (!Url.IsAbsoluteUri || Url.Scheme is not ("amqp" or "amqps")))
            yield return new("must look like amqp://user:password@host:port/vhost.", [nameof(Url)]);
    }
}
