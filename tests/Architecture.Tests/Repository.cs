namespace StorePush.Architecture.Tests;

/// <summary>The files that these tests are about.</summary>
internal static class Repository
{
    private const string Marker = "StorePush.slnx";

    /// <summary>The folders that hold what we write.</summary>
    private static readonly string[] Folders = ["gateway", "services", "shared", "tests"];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<Project> Projects { get; } = [.. Files(Root, "*.csproj").Select(path => Project.Read(Root, path))];

    /// <summary>The files of a kind under a root, without what is generated.</summary>
    public static IEnumerable<string> Files(string root, string pattern) =>
        Folders.Select(folder => Path.Combine(root, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "Migrations" or "bin" or "obj"));

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, Marker)))
            directory = directory.Parent;
        return directory.FullName;
    }
}
