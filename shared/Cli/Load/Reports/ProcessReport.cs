namespace StorePush.Cli.Load.Reports;

/// <summary>What the load itself has cost on its machine.</summary>
/// <param name="CpuSeconds">From the start on.</param>
/// <param name="MeasuredCores">Cores in use, on average, while it measured.</param>
/// <param name="MemoryBytes">The working set when all were connected.</param>
/// <param name="PeakMemoryBytes">The most that it was.</param>
/// <param name="MemoryBytesPerConnection">
/// By how much it grew while connecting, per device; null with less than a thousand, where it would be the process that counts.
/// </param>
internal sealed record ProcessReport(
    double CpuSeconds, double MeasuredCores, long MemoryBytes, long PeakMemoryBytes, long? MemoryBytesPerConnection);
