using System.Globalization;
using StorePush.Cli.Load.Orders;

namespace StorePush.Cli.Load.Progress;

/// <summary>How far a load is at one moment.</summary>
internal sealed record LoadProgress
{
    public required string Phase { get; init; }

    public required int Connected { get; init; }

    public required int Devices { get; init; }

    public required int Accepted { get; init; }

    public required double AcceptedPerSecond { get; init; }

    public required int InFlight { get; init; }

    public required int Received { get; init; }

    public required int Settled { get; init; }

    public required double? P99 { get; init; }

    public required string? LastReason { get; init; }

    /// <param name="session">What goes on.</param>
    /// <param name="acceptedPerSecond">Over the last moments.</param>
    public static LoadProgress Of(LoadSession session, double acceptedPerSecond)
    {
        var (warmUp, measured) = (session.Ledger.WarmUp.Counts, session.Ledger.Measured.Counts);
        return new LoadProgress
        {
            Phase = session.Phase,
            Connected = session.Fleet.Watch.ConnectedNow,
            Devices = session.Fleet.Count,
            Accepted = AcceptedIn(session.Ledger),
            AcceptedPerSecond = acceptedPerSecond,
            InFlight = warmUp.InFlight + measured.InFlight,
            Received = warmUp.Received + measured.Received,
            Settled = warmUp.Settled + measured.Settled,
            P99 = session.Ledger.Measured.Latencies.AcceptedToReceived.Summary().P99,
            LastReason = session.LastRefusal ?? session.Fleet.Watch.LastReason,
        };
    }

    public static int AcceptedIn(OrderLedger ledger) => ledger.WarmUp.Counts.Accepted + ledger.Measured.Counts.Accepted;

    public override string ToString()
    {
        var p99 = P99 is { } value ? string.Create(CultureInfo.InvariantCulture, $", p99 {value:0.0} ms") : "";
        var orders = string.Create(CultureInfo.InvariantCulture, $"{Accepted} accepted ({AcceptedPerSecond:0}/s), {InFlight} in flight");
        return $"{Phase}: {Connected} of {Devices} connected, {orders}, {Received} received, {Settled} settled{p99}";
    }
}
