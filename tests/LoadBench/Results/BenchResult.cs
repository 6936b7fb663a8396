using System.Text.Json;
using StorePush.Cli;

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

    /// <exception cref="CommandException">The file holds something else.</exception>
    public static async Task<BenchResult> ReadAsync(string file, CancellationToken stop)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            if (await JsonSerializer.DeserializeAsync<BenchResult>(stream, Json, stop) is { Parts: not null, Settings: not null } result)
                return result;
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw new CommandException($"{file} holds no result of ./bench.sh.");
    }

    public Task WriteAsync(string file, CancellationToken stop)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        return File.WriteAllTextAsync(file, JsonSerializer.Serialize(this, Json) + Environment.NewLine, stop);
    }
}
