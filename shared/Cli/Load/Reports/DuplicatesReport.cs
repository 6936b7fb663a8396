namespace StorePush.Cli.Load.Reports;

/// <summary>Frames that brought a message to a device that had it.</summary>
/// <param name="Repushed">By another push, or over another connection: allowed.</param>
/// <param name="SamePush">The same push over the same connection.</param>
/// <param name="AfterSettled">By another push, more than a second after the <c>ack.ok</c>.</param>
internal sealed record DuplicatesReport(int Repushed, int SamePush, int AfterSettled);
