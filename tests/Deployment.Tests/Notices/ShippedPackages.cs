using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;

namespace StorePush.Deployment.Tests.Notices;

/// <summary>The packages that are in an image or in the command line, as the build wrote them down beside each program.</summary>
internal static class ShippedPackages
{
    /// <summary>
    /// The projects that are shipped as programs, with the names of their assemblies. What Delivery has is in Standalone too, without
    /// the design tools that a build of Delivery itself has beside it, and a publish has not.
    /// </summary>
    private static readonly (string Project, string Assembly)[] Programs =
        [("Gateway", "Gateway"), ("Standalone", "Standalone"), ("Cli", "StorePush.Cli")];

    /// <summary>Each package with its licence, as the package itself says it; null where it only links to a text.</summary>
    public static Dictionary<string, string?> All() => Programs
        .SelectMany(program => Packages(program.Project, program.Assembly))
        .Distinct()
        .ToDictionary(package => package.Split('/')[0], LicenceOf, StringComparer.OrdinalIgnoreCase);

    private static List<string> Packages(string project, string assembly)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var file = Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, $"{assembly}.deps.json");
        using var dependencies = JsonDocument.Parse(File.ReadAllText(file));
        return
        [
            .. dependencies.RootElement.GetProperty("libraries").EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() == "package")
                .Select(library => library.Name),
        ];
    }

    private static string? LicenceOf(string package)
    {
        var parts = package.ToLowerInvariant().Split('/');
        var description = XDocument.Load(Path.Combine(Folder(), parts[0], parts[1], $"{parts[0]}.nuspec"));
        return description.Descendants()
            .SingleOrDefault(element => element.Name.LocalName == "license" && (string?)element.Attribute("type") == "expression")?.Value;
    }

    private static string Folder() => typeof(ShippedPackages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "NuGetPackageRoot").Value!;
}
