namespace StorePush.LoadBench.Costs;

/// <summary>Reads the costs of processes that have names, all at one moment.</summary>
/// <param name="processes">
/// The id of each; several may have the same name, and then count as one. One that runs elsewhere has none, and is left out.
/// </param>
internal sealed class CostMeter(IReadOnlyList<(string Name, int? Id)> processes)
{
    public IReadOnlyDictionary<string, ProcessCost> Read() => processes
        .Where(process => process.Id is not null)
        .GroupBy(process => process.Name, process => ProcessTree.Read(process.Id!.Value))
        .ToDictionary(
            costs => costs.Key,
            costs => new ProcessCost(
                TimeSpan.FromTicks(costs.Sum(cost => cost.Cpu.Ticks)), costs.Sum(cost => cost.MemoryBytes)));
}
