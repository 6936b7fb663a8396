using System.Text.RegularExpressions;

namespace StorePush.Terminals.Tests;

/// <summary>The page shows the examples that the other tests run, and no others.</summary>
public sealed partial class PageTests
{
    private static readonly string Page = File.ReadAllText(Example.PathOf("README.md"));

    public static TheoryData<string> Files =>
        ["browser/index.html", "node/terminal.mjs", "python/terminal.py", "java/Terminal.java", "android/Terminal.java"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_listing_is_the_file_that_it_names(string file)
    {
        var listing = Listing().Matches(Page).Where(match => match.Groups["file"].Value == file).ShouldHaveSingleItem();

        listing.Groups["text"].Value.ShouldBe(File.ReadAllText(Example.PathOf(file.Split('/'))), $"The page shows another {file}.");
    }

    [Fact]
    public void Every_listing_is_a_file() =>
        Listing().Matches(Page).Select(match => match.Groups["file"].Value).ShouldBe(Files.Select(row => row.Data), ignoreOrder: true);

    [GeneratedRegex(@"^\[`(?<file>[^`\n]+)`\]\(\k<file>\):\n\n```\w+\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Listing();
}
