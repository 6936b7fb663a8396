using System.Globalization;

namespace StorePush.LoadBench.Costs;

/// <summary>Reads from Linux what processes cost. A server may be many of them, which come and go.</summary>
internal static class ProcessTree
{
    /// <summary>Linux counts in these whatever the kernel was made with.</summary>
    private const double TicksPerSecond = 100;

    /// <param name="root">The first process; those that it has started count too, also when they have ended.</param>
    public static ProcessCost Read(int root)
    {
        var processes = ReadAll();
        var (ticks, memory) = (0L, 0L);
        var members = Members(root, processes);
        foreach (var id in members)
        {
            ticks += processes[id].Ticks;
            memory += ReadMemory(id, isShared: members.Count > 1);
        }

        return new ProcessCost(TimeSpan.FromSeconds(ticks / TicksPerSecond), memory);
    }

    private static List<int> Members(int root, Dictionary<int, (int Parent, long Ticks)> processes)
    {
        var children = processes.ToLookup(process => process.Value.Parent, process => process.Key);
        List<int> members = processes.ContainsKey(root) ? [root] : [];
        for (var next = 0; next < members.Count; next++)
            members.AddRange(children[members[next]]);
        return members;
    }

    private static Dictionary<int, (int Parent, long Ticks)> ReadAll()
    {
        var processes = new Dictionary<int, (int Parent, long Ticks)>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && Read(Path.Combine(directory, "stat")) is { } stat)
            {
                processes[id] = Parse(stat);
            }
        }

        return processes;
    }

    /// <summary>The name comes first, in brackets, and may hold anything; then state, parent, and further on the four times.</summary>
    private static (int Parent, long Ticks) Parse(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (int.Parse(fields[1], CultureInfo.InvariantCulture),
            fields[11..15].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)));
    }

    /// <summary>Resident memory; of several processes the share of each, since what they share would count several times.</summary>
    private static long ReadMemory(int id, bool isShared)
    {
        var (file, key) = isShared ? ("smaps_rollup", "Pss:") : ("status", "VmRSS:");
        var line = Read($"/proc/{id}/{file}")?.Split('\n').FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
        return line is null ? 0 : 1_024 * long.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    /// <returns>Null when the process has ended.</returns>
    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
