using StorePush.Pos;

namespace StorePush.Cli.Terminals;

/// <summary>A message that nobody has settled yet.</summary>
/// <param name="Message">The message as it came first.</param>
/// <param name="Push">The number of the push that came last.</param>
/// <param name="RangAt">When it came first, as a timestamp of the clock.</param>
/// <param name="IsAcknowledging">Whether the acknowledgement waits for its answer.</param>
internal sealed record RingingOrder(OrderMessage Message, int Push, long RangAt, bool IsAcknowledging = false);
