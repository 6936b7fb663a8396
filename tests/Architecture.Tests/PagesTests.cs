using System.Text.RegularExpressions;

namespace StorePush.Architecture.Tests;

/// <summary>Where pages send their readers there is something.</summary>
public sealed partial class PagesTests
{
    private static readonly string[] Pages =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "deploy"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "README.md")).Select(File.ReadAllText),
    ];

    [Fact]
    public void A_port_of_this_machine_that_a_page_names_is_published_by_compose()
    {
        var compose = File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml"));
        var ports = Pages.SelectMany(page => LocalPort().Matches(page)).Select(match => match.Groups[1].Value).Distinct().ToArray();

        ports.ShouldContain("8080");
        ports.ShouldAllBe(port => compose.Contains($":-{port}}}:{port}\n", StringComparison.Ordinal));
    }

    [Fact]
    public void A_test_is_in_the_project_that_a_page_names_with_it()
    {
        var named = Pages
            .SelectMany(page => Named().Matches(page))
            .Select(match => (Test: match.Groups["test"].Value, Project: match.Groups["project"].Value))
            .ToArray();

        named.ShouldNotBeEmpty();
        foreach (var (test, project) in named)
        {
            Repository.Files(Repository.Root, "*Tests.cs")
                .Where(path => path.Contains($"{Path.DirectorySeparatorChar}{project}{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .ShouldContain(path => File.ReadAllText(path).Contains($" {test}(", StringComparison.Ordinal), $"{test} in {project}");
        }
    }

    [GeneratedRegex(@"localhost:(\d+)")]
    private static partial Regex LocalPort();

    [GeneratedRegex(@"`(?<test>[A-Z][A-Za-z0-9]*_[a-z]\w*)`\s+in\s+(?<project>\w+\.Tests)")]
    private static partial Regex Named();
}
