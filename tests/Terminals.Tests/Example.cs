namespace StorePush.Terminals.Tests;

/// <summary>The files of the examples, where they are written.</summary>
internal static class Example
{
    private const string Marker = "StorePush.slnx";

    private static string Folder { get; } = Path.Combine(FindRoot(), "shared", "Protocol", "terminals");

    public static string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, Marker)))
            directory = directory.Parent;
        return directory.FullName;
    }
}
