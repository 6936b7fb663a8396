using System.Globalization;

namespace StorePush.Cli.Load.Reports;

/// <summary>The report for a person.</summary>
internal static class ReportText
{
    public static string Of(LoadReport report) => string.Join(
        Environment.NewLine,
        [Title(report), .. Orders(report), "", .. Latencies(report.LatenciesMs), "", .. Costs(report), .. Scenario(report)]);

    private static string Title(LoadReport report)
    {
        var settings = report.Settings;
        var pace = settings.Rate is { } rate ? Text($"{rate} orders/s") : Text($"closed loop of {settings.InFlight}");
        var end = report.IsInterrupted ? ", interrupted" : "";
        return Text($"{report.Scenario}: {settings.Stores} stores x {settings.DevicesPerStore} devices, ")
            + Text($"{pace}, {report.Seconds:0.0} s{end}");
    }

    private static IEnumerable<string> Orders(LoadReport report)
    {
        var (orders, duplicates) = (report.Orders, report.Duplicates);
        yield return Text($"orders       {orders.Accepted} accepted ({orders.AcceptedPerSecond}/s)")
            + Text($", {orders.Received} received, {orders.Settled} settled");
        yield return Text($"             {orders.Refused} refused, {orders.Retried} retried, {orders.Unanswered} unanswered");
        yield return Text($"lost         {orders.Lost}, not settled {orders.NotSettled} (with the warm-up; lost is what no device of its store got)");
        yield return Text($"duplicates   {duplicates.SamePush} of the same push, {duplicates.AfterSettled} pushed after settled")
            + Text($", {duplicates.Repushed} pushed again (allowed), with the warm-up");
    }

    private static IEnumerable<string> Latencies(LatenciesReport latencies) =>
    [
        "ms from accepted to",
        $"  received   {latencies.AcceptedToReceived}",
        $"  settled    {latencies.AcceptedToSettled}",
        $"  told       {latencies.AcceptedToTold}",
        "ms from intended to",
        $"  accepted   {latencies.IntendedToAccepted}",
        $"  received   {latencies.IntendedToReceived}",
        $"  settled    {latencies.IntendedToSettled}",
    ];

    private static IEnumerable<string> Costs(LoadReport report)
    {
        var (connections, process) = (report.Connections, report.Process);
        yield return Text($"connections  {connections.Made} made, {connections.Lost} lost, {connections.Stopped} devices stopped");
        yield return Text($"  ms each    {connections.ConnectMs}");
        yield return Text($"this process {process.CpuSeconds:0.0} s CPU, {process.MeasuredCores:0.00} cores while measuring");
        var each = process.MemoryBytesPerConnection is { } bytes ? Text($" ({bytes / 1_024.0:0.0} KiB per connection)") : "";
        yield return Text($"  memory     {process.MemoryBytes / 1_048_576} MiB when connected{each}")
            + Text($", {process.PeakMemoryBytes / 1_048_576} MiB at most");
    }

    private static IEnumerable<string> Scenario(LoadReport report)
    {
        if (report.Replay is { } replay)
        {
            yield return "";
            yield return Text($"replay       {replay.Backlog} were waiting; from the first attempt to connect on:");
            yield return $"             all connected {After(replay.AllConnectedMs)}, all rang {After(replay.AllRangMs)}, "
                + $"all settled {After(replay.AllSettledMs)}";
        }

        if (report.Storm is { } storm)
        {
            yield return "";
            yield return Text($"storm        {storm.Cut} connections cut; from then on:");
            yield return $"             all connected {After(storm.AllConnectedMs)}, all that was missed rang {After(storm.AllRangMs)}";
            yield return $"  ms each    {storm.ReconnectMs}";
        }

        if (report.Slow is { } slow)
        {
            yield return "";
            yield return $"slow         {slow.Devices} devices did not read: "
                + string.Join(", ", slow.Ends.Select(end => $"{end.Value} {end.Key}"));
        }
    }

    private static string After(double? milliseconds) => milliseconds is { } value ? Text($"after {value / 1_000:0.00} s") : "never";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
