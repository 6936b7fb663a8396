namespace StorePush.LoadBench;

/// <summary>How much is measured.</summary>
/// <param name="WarmUp">Load before anything is measured: the first seconds cost twice as much, and measure the compiler.</param>
/// <param name="Measure">How long each load is measured.</param>
/// <param name="Edges">Edge processes.</param>
/// <param name="Pending">Rows of the database that has served for long.</param>
/// <param name="Settled">The same.</param>
/// <param name="Soak">How long the soak lasts.</param>
/// <param name="Beside">Where another build is published, if there is one.</param>
internal sealed record BenchSettings(
    TimeSpan WarmUp, TimeSpan Measure, int Edges, long Pending, long Settled, TimeSpan Soak, string? Beside);
