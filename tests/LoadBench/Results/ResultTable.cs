using System.Globalization;

namespace StorePush.LoadBench.Results;

/// <summary>A result for a person, beside an earlier one if there is one.</summary>
internal static class ResultTable
{
    public static string Of(BenchResult result, BenchResult? saved)
    {
        var rows = new List<string[]> { saved is null ? ["part", "figure", "value"] : ["part", "figure", "value", saved.Name, "ratio"] };
        foreach (var (part, figures) in result.Parts)
        {
            var before = saved?.Parts.GetValueOrDefault(part);
            rows.AddRange(figures.Select(figure => Row(part, figure.Key, figure.Value, saved is null, before)));
        }

        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return string.Join('\n', rows.Select(row => Line(row, widths)));
    }

    private static string[] Row(string part, string name, double value, bool isAlone, Dictionary<string, double>? saved)
    {
        if (isAlone)
            return [part, name, Text(value)];

        return saved?.TryGetValue(name, out var before) == true
            ? [part, name, Text(value), Text(before), before == 0 ? "" : Ratio(value / before)]
            : [part, name, Text(value), "", ""];
    }

    /// <summary>Names to the left, numbers to the right.</summary>
    private static string Line(string[] row, int[] widths) => string.Join(
        "  ", row.Select((cell, column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd();

    private static string Text(double value) => value.ToString(
        Math.Abs(value) >= 100 ? "#,0" : Math.Abs(value) >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    private static string Ratio(double ratio) => ratio.ToString("0.00x", CultureInfo.InvariantCulture);
}
