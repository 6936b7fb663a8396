namespace StorePush.Deployment.Tests.Flows;

/// <summary>The table of the README that says what each process owns, takes and gives.</summary>
internal static class ProcessTable
{
    /// <summary>What a process owns, and whether it takes or gives messages.</summary>
    public static (string Owns, bool UsesBus) Row(string service)
    {
        var cells = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "README.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Single(cells => cells.Length == 7 && cells[1].EndsWith($"{service})", StringComparison.OrdinalIgnoreCase));
        return (cells[2], cells[4].Contains('`', StringComparison.Ordinal) || cells[5].Length > 0);
    }
}
