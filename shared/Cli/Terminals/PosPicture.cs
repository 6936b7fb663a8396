using StorePush.Pos;

namespace StorePush.Cli.Terminals;

/// <summary>What a terminal shows at one moment.</summary>
/// <param name="State">How the connection is.</param>
/// <param name="Reason">Why the last one ended or could not be made.</param>
/// <param name="RetryAt">When the next attempt is; null unless it waits.</param>
/// <param name="IsHolding">Whether messages wait for a person to acknowledge them.</param>
/// <param name="Ringing">What rings, oldest first.</param>
/// <param name="Finished">What ended last, newest first.</param>
/// <param name="Settled">How many have ended.</param>
internal sealed record PosPicture(
    ConnectionState State,
    string? Reason,
    DateTimeOffset? RetryAt,
    bool IsHolding,
    IReadOnlyList<RingingOrder> Ringing,
    IReadOnlyList<FinishedOrder> Finished,
    int Settled);
