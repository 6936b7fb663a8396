namespace StorePush.Chaos.Tests.Runs;

/// <summary>Where the rows go from which <c>chaos.sh</c> makes its table.</summary>
internal static class ResultFiles
{
    /// <summary>Beside <c>bin</c>, where all that is built goes.</summary>
    private static readonly string Folder = Path.Combine(
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.FullName, "chaos");

    public static async Task WriteAsync(string scenario, string extension, string text)
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(PathOf(scenario, extension), text + Environment.NewLine, CancellationToken.None);
    }

    public static bool Exists(string scenario, string extension) => File.Exists(PathOf(scenario, extension));

    private static string PathOf(string scenario, string extension) =>
        Path.Combine(Folder, scenario.Replace(' ', '-').Replace("/", "", StringComparison.Ordinal) + extension);
}
