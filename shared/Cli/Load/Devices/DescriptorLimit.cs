using System.Globalization;
using StorePush.Cli.Load.Orders;
using StorePush.Cli.Load.Scenarios;

namespace StorePush.Cli.Load.Devices;

/// <summary>How many file descriptors the process may have: running out of them ends it in the middle, with whatever text.</summary>
internal static class DescriptorLimit
{
    private const string LimitsFile = "/proc/self/limits";
    private const string LimitsLine = "Max open files";

    /// <summary>What .NET itself has open, generously counted.</summary>
    private const int OfProcessItself = 256;

    /// <summary>The limit of this process; null where the system does not say.</summary>
    public static long? OfProcess() =>
        OperatingSystem.IsLinux() && File.Exists(LimitsFile) ? Read(File.ReadAllText(LimitsFile)) : null;

    /// <param name="limits">What Linux says of a process's limits.</param>
    /// <returns>The soft limit, which is the one that counts; null when there is none.</returns>
    public static long? Read(string limits)
    {
        var line = limits.Split('\n').FirstOrDefault(line => line.StartsWith(LimitsLine, StringComparison.Ordinal));
        var columns = line?[LimitsLine.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return columns is [var soft, ..] && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : null;
    }

    /// <exception cref="CommandException">There are fewer than the devices and the orders take.</exception>
    public static void Check(LoadOptions options, long? limit)
    {
        var slow = options.Scenario == ScenarioNames.Slow ? options.SlowDevices ?? options.Stores : 0;
        var needed = ((long)options.Stores * options.Devices) + slow + OrderPlacer.MaxConnections + OfProcessItself;
        if (needed > limit)
        {
            throw new CommandException(string.Create(
                CultureInfo.InvariantCulture,
                $"This load takes {needed} file descriptors, and the process may have {limit}. " +
                $"Raise the limit (ulimit -n), or give fewer --stores or --devices."));
        }
    }
}
