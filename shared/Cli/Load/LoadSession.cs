using System.Collections.Concurrent;
using StorePush.Cli.Api;
using StorePush.Cli.Load.Devices;
using StorePush.Cli.Load.Measurements;
using StorePush.Cli.Load.Orders;
using StorePush.Cli.Options;
using StorePush.Cli.Tokens;

namespace StorePush.Cli.Load;

/// <summary>What every scenario is made of: connect, place, wait until all of it is settled.</summary>
internal sealed class LoadSession : IAsyncDisposable
{
    /// <summary>Enough for every answer to take seconds; past it, orders wait without a task of their own.</summary>
    private const int MaxPlacing = 4_096;

    private static readonly TimeSpan DeviceTokenLifetime = TimeSpan.FromDays(1);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan PatienceOfTheInterrupted = TimeSpan.FromSeconds(5);

    private readonly StorePushApi _api;
    private readonly OrderPlacer _placer;
    private readonly CancellationTokenSource _givingUp = new();

    public LoadSession(LoadOptions options, Target target, TimeProvider clock)
    {
        (Options, Target, Clock) = (options, target, clock);
        StoreIds = [.. Enumerable.Range(0, options.Stores).Select(store => $"{options.StorePrefix}-{store}")];
        Ledger = new OrderLedger($"load-{Guid.CreateVersion7(clock.GetUtcNow()):N}", options.Devices, clock)
        {
            LongestWay = options.LongestWay,
            Until = options.Until,
        };
        _api = new StorePushApi(target, clock);
        _placer = new OrderPlacer(target.Url, new CallerTokens(target, clock), Ledger, options, clock);
        DeviceTokens = new DeviceTokens(target, _api, DeviceTokenLifetime);
        Start = AtConnect = AtMeasure = ProcessUsage.Now(clock);
        Fleet = new DeviceFleet(options, StoreIds, options.DevicesUrl ?? target.Url, DeviceTokens, Ledger, clock);
    }

    public LoadOptions Options { get; }

    public IReadOnlyList<string> StoreIds { get; }

    public Target Target { get; }

    public TimeProvider Clock { get; }

    public OrderLedger Ledger { get; }

    public DeviceFleet Fleet { get; }

    public DeviceTokens DeviceTokens { get; }

    /// <summary>What goes on, for whoever watches.</summary>
    public string Phase { get; set; } = "starting";

    public string? LastRefusal => _placer.LastRefusal;

    /// <summary>How long connecting took, when all were connected the first time.</summary>
    public LatencySummary ConnectTimes { get; private set; } = new LatencyHistogram().Summary();

    public ProcessUsage Start { get; }

    public ProcessUsage AtConnect { get; private set; }

    public ProcessUsage AtMeasure { get; private set; }

    /// <summary>The warm-up is over, for whoever measures beside it.</summary>
    public Action? Measuring { get; init; }

    /// <summary>When the last order had its answer; null before.</summary>
    public long? PlacedAt { get; private set; }

    /// <summary>Finds out in one call what would otherwise be found out by thousands of attempts.</summary>
    /// <exception cref="CommandException">StorePush can't be reached, or does not take the token.</exception>
    public async Task CheckAsync(CancellationToken stop)
    {
        var store = StoreIds[0];
        if (!DeviceTokens.MayIssue)
            throw new CommandException($"--token: needs the scope {Scopes.DevicesWrite}, because each device needs a token of its own.");

        if (Target.Signer is not null)
            await _api.ListDevicesAsync(store, stop);
        else
            await DeviceTokens.GetAsync(store, "till-0", stop);
    }

    /// <exception cref="CommandException">Some devices can't connect.</exception>
    public async Task ConnectAsync(CancellationToken stop)
    {
        Phase = "connecting";
        await Fleet.StartAsync(stop);
        await ConnectedAsync(stop);
        ConnectTimes = Fleet.Watch.ConnectTimes.Summary();
        AtConnect = ProcessUsage.Now(Clock);
    }

    /// <summary>Waits until the devices that were expected last have connected.</summary>
    /// <exception cref="CommandException">Some can't, or may not.</exception>
    public async Task ConnectedAsync(CancellationToken stop)
    {
        var (watch, connecting) = (Fleet.Watch, Fleet.Watch.AllConnected);
        await WaitAsync(() => connecting.IsCompleted || watch.StoppedDevices > 0 || stop.IsCancellationRequested, stop);
        stop.ThrowIfCancellationRequested();
        if (!connecting.IsCompleted)
        {
            throw new CommandException(
                $"Only {watch.ConnectedNow} of {Fleet.Count} devices could connect. The last reason: {watch.LastReason ?? "none was given."}");
        }
    }

    /// <summary>Places orders as the options say.</summary>
    public Task PlaceAsync(OrderSchedule schedule, CancellationToken stop) => Options.Rate is { } rate
        ? PlaceAsync(new FixedRateFlow(rate, MaxPlacing, PlaceOneAsync, Clock), schedule, stop)
        : PlaceClosedAsync(schedule, stop);

    /// <summary>Places orders as fast as they are accepted.</summary>
    public Task PlaceClosedAsync(OrderSchedule schedule, CancellationToken stop) =>
        PlaceAsync(new ClosedLoopFlow(Options.InFlight, PlaceOneAsync, Clock), schedule, stop);

    /// <summary>Places one order for each of these stores at once, beside what the options say.</summary>
    public async Task<IReadOnlyList<LoadOrder>> PlaceOneEachAsync(IReadOnlyList<string> storeIds, CancellationToken stop)
    {
        var orders = new ConcurrentBag<LoadOrder>();
        await Parallel.ForAsync(
            0,
            storeIds.Count,
            new ParallelOptions { MaxDegreeOfParallelism = Options.InFlight, CancellationToken = stop },
            async (_, _) =>
            {
                var order = Ledger.Plan(storeIds, Clock.GetTimestamp(), isMeasured: true);
                orders.Add(order);
                await _placer.PlaceAsync(order, _givingUp.Token);
            });
        return [.. orders];
    }

    /// <summary>Waits until everything that was accepted is at a device and settled, or patience ends.</summary>
    public Task SettleAsync(CancellationToken stop)
    {
        Phase = "settling";
        return WaitAsync(() => Ledger is { NotReceived: 0, NotSettled: 0 }, stop);
    }

    /// <summary>Waits for something as long as patience lasts; not much longer once the user wants an end.</summary>
    /// <param name="hasHappened">Whether it has.</param>
    /// <param name="stop">The user wants an end.</param>
    /// <param name="patience">When it is another one than that of the options.</param>
    /// <returns>Whether it has happened.</returns>
    public async Task<bool> WaitAsync(Func<bool> hasHappened, CancellationToken stop, TimeSpan? patience = null)
    {
        var start = Clock.GetTimestamp();
        using var pace = new PeriodicTimer(Pace, Clock);
        while (!hasHappened())
        {
            if (Clock.GetElapsedTime(start) > (stop.IsCancellationRequested ? PatienceOfTheInterrupted : patience ?? Options.Patience))
                return false;

            await pace.WaitForNextTickAsync(CancellationToken.None);
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        Phase = "closing";
        await _givingUp.CancelAsync();
        await Fleet.DisposeAsync();
        _placer.Dispose();
        _api.Dispose();
        _givingUp.Dispose();
    }

    private async Task PlaceAsync(IOrderFlow flow, OrderSchedule schedule, CancellationToken stop)
    {
        Phase = "placing";

        // When the user wants an end, answers are not waited for very long.
        await using var onStop = stop.Register(() => _givingUp.CancelAfter(PatienceOfTheInterrupted));
        await flow.RunAsync(schedule, stop);
        PlacedAt = Clock.GetTimestamp();
    }

    private async Task PlaceOneAsync(long intendedAt, bool isMeasured)
    {
        if (isMeasured && Ledger.Measured.Counts.Placed == 0)
            BeginMeasuring();
        var order = Ledger.Plan(StoreIds, intendedAt, isMeasured);
        await _placer.PlaceAsync(order, _givingUp.Token);
        if (Options.Rate is null && order.AcceptedAt is not null)
            await ReachAsync(order);
    }

    private void BeginMeasuring()
    {
        AtMeasure = ProcessUsage.Now(Clock);
        Measuring?.Invoke();
    }

    private async Task ReachAsync(LoadOrder order)
    {
        try
        {
            await order.ReachAsync().WaitAsync(Options.Patience, Clock, _givingUp.Token);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // It has not got there, which the counts say.
        }
    }
}
