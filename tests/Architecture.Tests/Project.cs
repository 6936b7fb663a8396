using System.Xml.Linq;

namespace StorePush.Architecture.Tests;

/// <summary>A project and what it references by itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">The top folder that it is in: gateway, services, shared or tests.</param>
/// <param name="Projects">The names of the projects that it references.</param>
/// <param name="Packages">The names of the packages and shared frameworks that it references.</param>
internal sealed record Project(string Name, string Folder, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    /// <summary>The one process that holds every service.</summary>
    public const string Standalone = "Standalone";

    public bool IsService => Folder == "services";

    public bool IsShared => Folder == "shared";

    public bool IsGateway => Folder == "gateway";

    public static Project Read(string root, string path)
    {
        var items = XDocument.Load(path).Descendants().ToLookup(
            element => element.Name.LocalName, element => element.Attribute("Include")?.Value ?? "");
        return new(
            Path.GetFileNameWithoutExtension(path),
            Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar)[0],
            [.. items["ProjectReference"].Select(reference => Path.GetFileNameWithoutExtension(reference.Replace('\\', '/')))],
            [.. items["PackageReference"], .. items["FrameworkReference"]]);
    }
}
