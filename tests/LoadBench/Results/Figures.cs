using StorePush.LoadBench.Parts;

namespace StorePush.LoadBench.Results;

/// <summary>What a part has measured, in the order in which it is shown.</summary>
internal sealed class Figures : Dictionary<string, double>
{
    public const double Mebibyte = 1_024 * 1_024;

    /// <param name="name">What was measured, with the unit.</param>
    /// <param name="value">Null when there is none: then it is not shown.</param>
    public void Add(string name, double? value)
    {
        if (value is { } known)
            this[name] = Math.Round(known, 3);
    }

    /// <summary>What an order cost each process.</summary>
    public void AddCpu(MeasuredLoad load)
    {
        Add("CPU ms/1,000 orders", load.CpuPerThousand);
        foreach (var process in load.Cpu.Keys)
            Add($"CPU ms/1,000 orders {process}", load.Of(process));
    }

    public void AddMemory(string name, long bytes) => Add(name, bytes / Mebibyte);
}
