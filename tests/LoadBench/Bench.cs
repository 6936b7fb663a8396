using StorePush.Cli;
using StorePush.Cli.Load;
using StorePush.Cli.Load.Orders;
using StorePush.LoadBench.Clusters;

namespace StorePush.LoadBench;

/// <summary>One run: the servers, and the cluster that several parts measure once it is warm.</summary>
internal sealed class Bench(BenchSettings settings) : IAsyncDisposable
{
    private static int _sessions;

    private BenchCluster? _warm;

    public static TimeProvider Clock => TimeProvider.System;

    public BenchSettings Settings => settings;

    public BenchServers Servers { get; } = new();

    /// <summary>500 stores with 2 devices each, 64 orders in flight: the load that the comparable figures are figures of.</summary>
    public LoadOptions Load => new()
    {
        Stores = 500,
        Devices = 2,
        Rate = null,
        InFlight = 64,
        Until = OrderStep.Told,
        WarmUp = Amount.Of(TimeSpan.FromSeconds(2)),
        Measured = Amount.Of(settings.Measure),

        // Stores of their own: what one part leaves must not ring in the next one.
        StorePrefix = $"bench{Interlocked.Increment(ref _sessions)}",
    };

    /// <summary>The cluster under which everything has run long enough to be compiled for good.</summary>
    public async Task<BenchCluster> GetWarmClusterAsync(CancellationToken stop)
    {
        if (_warm is null)
        {
            _warm = await BenchCluster.StartAsync(Servers, settings.Edges, gateways: 1, stop);
            await WarmUpAsync(_warm, stop);
        }

        return _warm;
    }

    public async Task WarmUpAsync(ISystem system, CancellationToken stop)
    {
        foreach (var target in system.Targets)
        {
            var time = settings.WarmUp / system.Targets.Count;
            Say($"{system.Name}: warming up for {time.TotalSeconds} s");
            await using var session = new LoadSession(Load with { CreateDevice = system.CreateDevice }, target, Clock);
            await session.ConnectAsync(stop);
            await session.PlaceAsync(new OrderSchedule(Amount.Of(time), Amount.Of(0)), stop);
            await session.SettleAsync(stop);
        }
    }

    /// <summary>Does what may fail, and then says what the processes of a system have written.</summary>
    public static async Task<TResult> WithOutputAsync<TResult>(ISystem system, Func<Task<TResult>> work)
    {
        try
        {
            return await work();
        }
        catch (CommandException)
        {
            Say(system.Output);
            throw;
        }
    }

    /// <summary>What goes on, for whoever waits.</summary>
    public static void Say(string what) => Console.Error.WriteLine($"{Clock.GetLocalNow():HH:mm:ss}  {what}");

    public async ValueTask DisposeAsync()
    {
        if (_warm is not null)
            await _warm.DisposeAsync();
        await Servers.DisposeAsync();
    }
}
