using StorePush.Cli.Load.Devices;
using StorePush.Cli.Options;
using StorePush.LoadBench.Costs;

namespace StorePush.LoadBench.Clusters;

/// <summary>What is measured: StorePush, or what one would write instead.</summary>
internal interface ISystem : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Each address at which it is called.</summary>
    IReadOnlyList<Target> Targets { get; }

    /// <summary>Of all its processes, with the servers.</summary>
    CostMeter Costs { get; }

    /// <summary>What its processes have written.</summary>
    string Output { get; }

    /// <summary>Makes a device that speaks with it.</summary>
    ILoadDevice CreateDevice(DevicePlace place);
}
