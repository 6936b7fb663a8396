using System.Diagnostics;

namespace StorePush.Cli.Load.Measurements;

/// <summary>What this process has used up to one moment.</summary>
internal sealed record ProcessUsage(TimeSpan Cpu, long WorkingSet, long PeakWorkingSet, long At)
{
    public static ProcessUsage Now(TimeProvider clock)
    {
        using var process = Process.GetCurrentProcess();
        return new ProcessUsage(process.TotalProcessorTime, process.WorkingSet64, process.PeakWorkingSet64, clock.GetTimestamp());
    }
}
