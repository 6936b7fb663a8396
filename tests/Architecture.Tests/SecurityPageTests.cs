using System.Text.RegularExpressions;

namespace StorePush.Architecture.Tests;

/// <summary>The page on security promises tests.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "SECURITY.md"));

    [Fact]
    public void Every_test_that_the_page_on_security_names_exists()
    {
        var tests = Repository.Files(Path.Combine(Repository.Root), "*.cs")
            .Where(path => path.EndsWith("Tests.cs", StringComparison.Ordinal))
            .SelectMany(path => Declared().Matches(File.ReadAllText(path)))
            .Select(match => match.Groups[1].Value)
            .ToHashSet(StringComparer.Ordinal);
        var named = Named().Matches(Page).Select(match => match.Groups[1].Value).ToArray();

        named.Length.ShouldBeGreaterThan(40);
        named.Where(name => !tests.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_threat_has_a_test() =>
        Page.Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal))
            .Where(line => !line.EndsWith("| test |", StringComparison.Ordinal) && !Named().IsMatch(line))
            .ShouldBeEmpty();

    [Fact]
    public void The_README_leads_to_it() =>
        File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ShouldContain("(SECURITY.md)");

    [GeneratedRegex(@"public (?:async )?(?:Task|void) (\w+)\(")]
    private static partial Regex Declared();

    [GeneratedRegex(@"`([A-Z][A-Za-z0-9]*_[a-z]\w*)`")]
    private static partial Regex Named();
}
