using StorePush.Protocol;

namespace StorePush.Pos;

/// <summary>Which terminal this is, where StorePush is, and the limits of the client. The defaults are those of the wire page.</summary>
public sealed class PosClientOptions
{
    /// <summary>The gateway, for example <c>https://orders.example.com</c>; http, https, ws or wss. Required.</summary>
    public Uri? Url { get; set; }

    /// <summary>The store of this terminal. Required.</summary>
    public string StoreId { get; set; } = "";

    /// <summary>The name of this terminal, unique within its store. Required.</summary>
    public string DeviceId { get; set; } = "";

    /// <summary>
    /// Gets a device token. Asked before the first connection and again whenever StorePush no longer takes the last one; an exception
    /// counts as a failed attempt to connect. Required.
    /// </summary>
    public Func<CancellationToken, ValueTask<string>>? TokenProvider { get; set; }

    /// <summary>Who acknowledges. The default is <see cref="Pos.AcknowledgeMode.AfterHandler"/>.</summary>
    public AcknowledgeMode AcknowledgeMode { get; set; } = AcknowledgeMode.AfterHandler;

    /// <summary>
    /// How many handlers may run at the same time, 1 to 1,000. With 1, the default, messages are handled one after the other in the order
    /// in which they came, and a handler that does not return holds up all the others.
    /// </summary>
    public int MaxConcurrentHandlers { get; set; } = 1;

    /// <summary>
    /// How many messages may wait for the handler, 1 or more. What comes on top is left to the server, which pushes it again as long as it
    /// is pending. The default is 10,000.
    /// </summary>
    public int MaxWaitingMessages { get; set; } = 10_000;

    /// <summary>
    /// The size of all messages that may wait for the handler, in bytes of their frames, 1 or more; a single one may always wait. The default
    /// is 64 MiB.
    /// </summary>
    public long MaxWaitingBytes { get; set; } = 64 << 20;

    /// <summary>
    /// How many messages are remembered as handled, and as kept to be acknowledged by hand, so that they don't ring again, 1 or more. The
    /// default is 10,000.
    /// </summary>
    public int MaxHandledMessages { get; set; } = 10_000;

    /// <summary>
    /// A file that remembers what was handled, so that a terminal that was restarted does not ring twice; null, the default, for memory
    /// alone. One process at a time can use it. It needs some 60 bytes for each of <see cref="MaxHandledMessages"/>, at most twice.
    /// </summary>
    public string? HandledFile { get; set; }

    /// <summary>
    /// How many acknowledgements may wait for their answer, 1 or more; past it no further message is handed over. The default is 10,000.
    /// </summary>
    public int MaxPendingAcks { get; set; } = 10_000;

    /// <summary>After what time without an answer an acknowledgement is sent again. The default is 5 s.</summary>
    public TimeSpan AckTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long connecting may take, up to the server's <c>hello</c>. The default is 10 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the answer may take after the network or the clock made a jump, before the connection counts as dead. The default is 5 s.
    /// </summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a graceful end may take: acknowledgements under way, then the closing handshake. The default is 5 s.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The range of the random wait before the second attempt to connect; it doubles with each. The default is 1 s.</summary>
    public TimeSpan MinBackoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The most that the range of the wait grows to, and the most that a server can ask for. The default is 60 s.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a connection must stand before the waits start from the beginning. The default is 60 s.</summary>
    public TimeSpan HealthyAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The largest frame that is read, in bytes; a larger one is passed over and logged. The default is 1 MiB.</summary>
    public int MaxFrameBytes { get; set; } = 1 << 20;

    /// <summary>
    /// Gives what opens a connection, where the application needs a proxy, a client certificate or a network interface of its choice; null,
    /// the default, for that of <see cref="System.Net.WebSockets.ClientWebSocket"/>. Asked for each connection; what it gives is not
    /// disposed of, and can be the same for many clients.
    /// </summary>
    public Func<HttpMessageInvoker>? InvokerProvider { get; set; }

    /// <summary>What is wrong, as sentences that start with the name of the option; empty when the client can start.</summary>
    public IReadOnlyList<string> Validate() => [.. Problems()];

    private IEnumerable<string> Problems()
    {
        if (Url is not { IsAbsoluteUri: true, Scheme: "http" or "https" or "ws" or "wss" })
            yield return $"{nameof(Url)}: must be an absolute http, https, ws or wss URL";
        if (!Identifiers.IsName(StoreId))
            yield return $"{nameof(StoreId)}: {Identifiers.NameRule}";
        if (!Identifiers.IsName(DeviceId))
            yield return $"{nameof(DeviceId)}: {Identifiers.NameRule}";
        if (TokenProvider is null)
            yield return $"{nameof(TokenProvider)}: is required";
        if (!Enum.IsDefined(AcknowledgeMode))
            yield return $"{nameof(AcknowledgeMode)}: is not one of {string.Join(", ", Enum.GetNames<AcknowledgeMode>())}";
        if (HandledFile is not null && string.IsNullOrWhiteSpace(HandledFile))
            yield return $"{nameof(HandledFile)}: must name a file, or be null";
        if (MaxConcurrentHandlers is < 1 or > 1_000)
            yield return $"{nameof(MaxConcurrentHandlers)}: must be 1 to 1,000";
        if (MinBackoff > MaxBackoff)
            yield return $"{nameof(MinBackoff)}: must not be more than {nameof(MaxBackoff)}";

        foreach (var (name, value) in Counts().Where(count => count.Value < 1))
            yield return $"{name}: must be 1 or more, is {value}";
        foreach (var (name, value) in Durations().Where(duration => duration.Value <= TimeSpan.Zero || duration.Value > TimeSpan.FromDays(1)))
            yield return $"{name}: must be more than zero and at most a day, is {value}";
    }

    private (string Name, long Value)[] Counts() =>
    [
        (nameof(MaxWaitingMessages), MaxWaitingMessages),
        (nameof(MaxWaitingBytes), MaxWaitingBytes),
        (nameof(MaxHandledMessages), MaxHandledMessages),
        (nameof(MaxPendingAcks), MaxPendingAcks),
        (nameof(MaxFrameBytes), MaxFrameBytes),
    ];

    private (string Name, TimeSpan Value)[] Durations() =>
    [
        (nameof(AckTimeout), AckTimeout),
        (nameof(ConnectTimeout), ConnectTimeout),
        (nameof(ProbeTimeout), ProbeTimeout),
        (nameof(CloseTimeout), CloseTimeout),
        (nameof(MinBackoff), MinBackoff),
        (nameof(MaxBackoff), MaxBackoff),
        (nameof(HealthyAfter), HealthyAfter),
    ];
}
