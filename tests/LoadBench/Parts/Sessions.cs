using StorePush.Cli;
using StorePush.Cli.Load;
using StorePush.LoadBench.Clusters;

namespace StorePush.LoadBench.Parts;

/// <summary>
/// Many devices, spread over the gateways of a cluster: a gateway has two descriptors for each, and machines often allow 20,000 of them to
/// a process. These are the terminals of <c>storepush load</c>, which come back when they lose their connection.
/// </summary>
internal sealed class Sessions(IReadOnlyList<LoadSession> all) : IAsyncDisposable
{
    private const double ConnectRate = 4_000;

    /// <summary>Who was cut is back within seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Some are on their way in when others look for the time.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    public IReadOnlyList<LoadSession> All => all;

    public int Devices => all.Sum(session => session.Fleet.Count);

    public int ConnectedNow => all.Sum(session => session.Fleet.Watch.ConnectedNow);

    public int Lost => all.Sum(session => session.Fleet.Watch.Lost);

    /// <param name="bench">The run.</param>
    /// <param name="cluster">Where the devices connect.</param>
    /// <param name="devices">Of all stores together; each store has two.</param>
    /// <param name="rate">Orders per second.</param>
    public static Sessions Create(Bench bench, BenchCluster cluster, int devices, double? rate = null)
    {
        var targets = cluster.Targets;
        return new Sessions(
        [
            .. targets.Select(target => new LoadSession(
                bench.Load with
                {
                    Stores = devices / 2 / targets.Count,
                    Rate = rate / targets.Count,
                    ConnectRate = ConnectRate / targets.Count,
                },
                target,
                Bench.Clock)),
        ]);
    }

    /// <summary>Connects all.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> ConnectAsync(CancellationToken stop)
    {
        var start = Bench.Clock.GetTimestamp();
        await Task.WhenAll(all.Select(session => session.ConnectAsync(stop)));
        return Bench.Clock.GetElapsedTime(start);
    }

    /// <summary>Waits until all are connected, and stay so for a while.</summary>
    /// <param name="quiet">For how long nobody may be missing.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>When the last one came.</returns>
    /// <exception cref="CommandException">Somebody is missing after two minutes.</exception>
    public async Task<long> WaitForAllAsync(TimeSpan quiet, CancellationToken stop)
    {
        using var pace = new PeriodicTimer(Pace, Bench.Clock);
        var start = Bench.Clock.GetTimestamp();
        var complete = start;
        while (Bench.Clock.GetElapsedTime(complete) < quiet)
        {
            await pace.WaitForNextTickAsync(stop);
            if (ConnectedNow < Devices)
                complete = Bench.Clock.GetTimestamp();
            if (Bench.Clock.GetElapsedTime(start) > Patience)
                throw new CommandException($"{Devices - ConnectedNow} of {Devices} devices did not come back in {Patience.TotalSeconds} s.");
        }

        return complete;
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(all.Select(session => session.DisposeAsync().AsTask()));
}
