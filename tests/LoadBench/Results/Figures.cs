namespace StorePush.LoadBench.Results;

/// <summary>What a part has measured, in the order in which it is shown.</summary>
internal sealed class Figures : Dictionary<string, double>
{
    private const double Mebibyte = 1_024 * 1_024;

    /// <param name="name">What was measured, with the unit.</param>
    /// <param name="value">Null when there is none: then it is not shown.</param>
    public void Add(string name, double? value)
    {
        if (value is { } known)
            this[name] = Math.Round(known, 3);
    }

    /// <param name="cpu">Time of a core, by process.</param>
    /// <param name="orders">For how many orders.</param>
    public void AddCpu(IReadOnlyDictionary<string, TimeSpan> cpu, int orders)
    {
        var thousands = orders / 1_000.0;
        Add("CPU ms/1,000 orders", cpu.Values.Sum(time => time.TotalMilliseconds) / thousands);
        foreach (var (process, time) in cpu)
            Add($"CPU ms/1,000 orders {process}", time.TotalMilliseconds / thousands);
    }

    public void AddMemory(string name, long bytes) => Add(name, bytes / Mebibyte);
}
