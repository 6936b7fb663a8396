using StorePush.Pos;

namespace StorePush.Cli.Terminals;

/// <summary>A message that no longer rings.</summary>
internal sealed record FinishedOrder(OrderMessage Message, string Outcome, DateTimeOffset At);
