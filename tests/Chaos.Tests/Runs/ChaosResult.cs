using System.Globalization;

namespace StorePush.Chaos.Tests.Runs;

/// <summary>What became of the orders of one scenario: a row of the table.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Accepted">Orders with a 202.</param>
/// <param name="Lost">Of these, at no device, or not settled, or not as the status calls have it.</param>
/// <param name="Duplicates">Frames that brought a message again by another push or over another connection: allowed.</param>
/// <param name="Forbidden">Frames that must not be: the same push again, or a push after the acknowledgement.</param>
/// <param name="LongestGap">The longest time in which nothing rang.</param>
/// <param name="Recovery">From the end of the fault until 99 of 100 orders rang within a second; null when that didn't come.</param>
/// <param name="LargestProcess">The memory of the process with the most, in bytes.</param>
internal sealed record ChaosResult(
    string Scenario,
    int Accepted,
    int Lost,
    int Duplicates,
    int Forbidden,
    TimeSpan LongestGap,
    TimeSpan? Recovery,
    long LargestProcess)
{
    /// <summary>The row, its cells separated by tabs.</summary>
    public string ToRow(bool hasPassed) => string.Join('\t', new[]
    {
        Scenario,
        Text($"{Accepted}"),
        Text($"{Lost}"),
        Text($"{Duplicates}"),
        Text($"{Forbidden}"),
        Text($"{LongestGap.TotalSeconds:0.0} s"),
        Recovery is { } recovery ? Text($"{recovery.TotalSeconds:0} s") : "never",
        Text($"{LargestProcess / 1_048_576} MiB"),
        hasPassed ? "pass" : "FAIL",
    });

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
