namespace StorePush.Terminals.Tests.Running;

/// <summary>A line that a terminal wrote, and when.</summary>
internal sealed record OutputLine(string Text, long Timestamp);
