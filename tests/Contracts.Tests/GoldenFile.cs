namespace StorePush.Contracts.Tests;

/// <summary>What is written on some wire, kept as a file: a difference is a breaking change, or a new file to be looked at.</summary>
internal static class GoldenFile
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden");

    public static IEnumerable<string> Names(string extension) =>
        Directory.EnumerateFiles(Folder, $"*{extension}").Select(path => Path.GetFileNameWithoutExtension(path));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file)).ReplaceLineEndings("\n");

    public static void ShouldHold(string file, string actual)
    {
        var path = Path.Combine(Folder, file);
        if (!File.Exists(path))
            Assert.Fail($"There is no file Golden/{file}. If this is what should go over the wire, it holds:\n{actual}");

        actual.ShouldBe(File.ReadAllText(path), $"Golden/{file} says otherwise, and so may others who read it.");
    }
}
