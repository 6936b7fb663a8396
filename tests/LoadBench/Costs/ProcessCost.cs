namespace StorePush.LoadBench.Costs;

/// <summary>What a process has cost so far, with all that it has started.</summary>
/// <param name="Cpu">Time of a core since it began.</param>
/// <param name="MemoryBytes">What it holds now.</param>
internal readonly record struct ProcessCost(TimeSpan Cpu, long MemoryBytes);
