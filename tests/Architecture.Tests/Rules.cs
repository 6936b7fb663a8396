using System.Reflection;

namespace StorePush.Architecture.Tests;

/// <summary>What must hold; each rule returns what breaks it.</summary>
internal static class Rules
{
    public const int MaxLines = 400;

    private static readonly string[] OnTheirOwn = ["Contracts", "Protocol"];

    /// <summary>Services know each other by messages only; Standalone puts them into one process.</summary>
    public static IEnumerable<string> OnlyStandaloneReferencesServices(IReadOnlyCollection<Project> projects) =>
        from project in projects
        where project.Folder != "tests" && project.Name != Project.Standalone
        from reference in project.Projects
        where projects.Any(other => other.Name == reference && other.IsService)
        select $"{project.Name} references the service {reference}";

    /// <summary>What is shared knows nothing of who shares it.</summary>
    public static IEnumerable<string> SharedReferencesSharedOnly(IReadOnlyCollection<Project> projects) =>
        from project in projects
        where project.IsShared
        from reference in project.Projects
        where !projects.Any(other => other.Name == reference && other.IsShared)
        select $"{project.Name} references {reference}";

    /// <summary>Contracts and protocol are what others build on: they bring nothing along.</summary>
    public static IEnumerable<string> ContractsAndProtocolReferenceNothing(IReadOnlyCollection<Project> projects) =>
        from project in projects
        where OnTheirOwn.Contains(project.Name)
        from reference in project.Projects.Concat(project.Packages)
        select $"{project.Name} references {reference}";

    /// <summary>A terminal gets the wire protocol and nothing of the servers.</summary>
    public static IEnumerable<string> TheTerminalsClientKnowsTheProtocolOnly(IReadOnlyCollection<Project> projects) =>
        from project in projects
        where project.Name == "PosClient"
        from reference in project.Projects
        where reference != "Protocol"
        select $"{project.Name} references {reference}";

    public static IEnumerable<string> NobodyReferencesTheGateway(IReadOnlyCollection<Project> projects) =>
        from project in projects
        where project.Folder != "tests"
        from reference in project.Projects
        where projects.Any(other => other.Name == reference && other.IsGateway)
        select $"{project.Name} references {reference}";

    /// <summary>The compiled assembly uses nothing but the framework.</summary>
    public static IEnumerable<string> UsesTheFrameworkOnly(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(reference => reference.Name!)
            .Where(name => name != "System" && !name.StartsWith("System.", StringComparison.Ordinal));

    /// <summary>The compiled assembly has nothing to do with the bus, so it can have no consumers.</summary>
    public static IEnumerable<string> UsesNoBus(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(reference => reference.Name!)
            .Where(name => name.StartsWith("MassTransit", StringComparison.Ordinal) || name == "StorePush.Contracts");

    public static IEnumerable<string> FilesAreShort(string root) =>
        from path in Repository.Files(root, "*.cs")
        let lines = File.ReadLines(path).Count()
        where lines > MaxLines
        select $"{Path.GetRelativePath(root, path)} has {lines} lines";
}
