using System.Text.Json;

namespace StorePush.Cli.Terminals;

/// <summary>Something that a terminal saw, as its lines and its JSON tell it.</summary>
internal sealed record PosEvent
{
    /// <summary>connection, hold, ring, repeat, acknowledged, or settled.</summary>
    public required string Event { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? MessageId { get; init; }

    public string? Kind { get; init; }

    public string? Platform { get; init; }

    public string? OrderId { get; init; }

    public int? Push { get; init; }

    public JsonElement? Order { get; init; }

    /// <summary>Of a cancellation, or of a connection that ended.</summary>
    public string? Reason { get; init; }

    public JsonElement? Detail { get; init; }

    /// <summary>connecting, connected, waiting or stopped; on or off; delivered or expired.</summary>
    public string? State { get; init; }

    /// <summary>Until the next attempt to connect.</summary>
    public long? RetryInMs { get; init; }

    /// <summary>The terminal that settled the message.</summary>
    public string? By { get; init; }
}
