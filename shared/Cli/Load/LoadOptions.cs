using System.Net;
using StorePush.Cli.Load.Devices;
using StorePush.Cli.Load.Orders;

namespace StorePush.Cli.Load;

/// <summary>What to measure.</summary>
internal sealed record LoadOptions
{
    public string Scenario { get; init; } = Scenarios.ScenarioNames.Steady;

    public int Stores { get; init; } = 50;

    /// <summary>Devices per store.</summary>
    public int Devices { get; init; } = 2;

    /// <summary>Names the stores; another one for each process that runs at the same time.</summary>
    public string StorePrefix { get; init; } = "load";

    /// <summary>Orders per second; null for a closed loop.</summary>
    public double? Rate { get; init; } = 50;

    /// <summary>Callers of the closed loop.</summary>
    public int InFlight { get; init; } = 64;

    /// <summary>How far an order of the closed loop has to be before its caller places the next one.</summary>
    public OrderStep Until { get; init; } = OrderStep.Accepted;

    public Amount Measured { get; init; } = Amount.Of(2_000);

    /// <summary>The first seconds measure the compiler.</summary>
    public Amount WarmUp { get; init; } = Amount.Of(500);

    public int OrderBytes { get; init; } = 700;

    /// <summary>Whether every device acknowledges, and not only the first one of its store.</summary>
    public bool AllAcknowledge { get; init; }

    /// <summary>How long a push may be on its way to a device.</summary>
    public TimeSpan LongestWay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Where devices connect, when that is another place than where orders go.</summary>
    public Uri? DevicesUrl { get; init; }

    /// <summary>Makes devices that speak with something else than StorePush; null for terminals of StorePush.</summary>
    public Func<DevicePlace, ILoadDevice>? CreateDevice { get; init; }

    public IReadOnlyList<IPAddress> SourceAddresses { get; init; } = [];

    public double ConnectRate { get; init; } = 2_000;

    /// <summary>How long to wait for what is still missing, before it counts as lost.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Orders per store of a replay.</summary>
    public int Backlog { get; init; } = 100;

    /// <summary>Devices that don't read, of all stores together; null for one per store.</summary>
    public int? SlowDevices { get; init; }
}
