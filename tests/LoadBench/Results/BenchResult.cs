using System.Text.Json;

namespace StorePush.LoadBench.Results;

/// <summary>All that a run has measured, as it is kept for later comparisons.</summary>
/// <param name="Name">What the run is called.</param>
/// <param name="At">When it ended.</param>
/// <param name="Settings">How much was measured.</param>
/// <param name="Parts">The figures, by part.</param>
internal sealed record BenchResult(
    string Name, DateTimeOffset At, BenchSettings Settings, IReadOnlyDictionary<string, Dictionary<string, double>> Parts)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<BenchResult> ReadAsync(string file, CancellationToken stop)
    {
        await using var stream = File.OpenRead(file);
        return await JsonSerializer.DeserializeAsync<BenchResult>(stream, Json, stop)
            ?? throw new InvalidDataException($"{file} holds no result.");
    }

    public Task WriteAsync(string file, CancellationToken stop)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        return File.WriteAllTextAsync(file, JsonSerializer.Serialize(this, Json) + Environment.NewLine, stop);
    }
}
