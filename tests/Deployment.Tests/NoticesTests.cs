using StorePush.Deployment.Tests.Notices;

namespace StorePush.Deployment.Tests;

/// <summary>What others wrote and we pass on is named, with its licence.</summary>
public sealed class NoticesTests
{
    private static readonly string[][] Rows =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "THIRD-PARTY-NOTICES.md"))
            .SkipWhile(line => line != "| package | licence | copyright |").Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];

    [Fact]
    public void Every_package_that_is_shipped_is_named_and_no_other() =>
        Rows.Select(row => row[0]).ShouldBe(ShippedPackages.All().Keys, ignoreOrder: true);

    [Fact]
    public void Each_is_named_with_the_licence_that_it_has()
    {
        var shipped = ShippedPackages.All();

        foreach (var row in Rows)
            row[1].ShouldBe(shipped[row[0]] ?? row[1], row[0]);
        Rows.ShouldAllBe(row => row[1].Length > 0 && row[2].Length > 0);
    }

    [Fact]
    public void The_text_of_each_licence_is_there()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "THIRD-PARTY-NOTICES.md"));

        foreach (var licence in Rows.Select(row => row[1].Split(" OR ")[0]).Distinct())
            page.ShouldContain($"**{licence}**:");
    }

    [Fact]
    public void Our_own_licence_is_there_in_full()
    {
        var licence = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "LICENSE"));

        licence.ShouldContain("Apache License");
        licence.ShouldContain("Version 2.0, January 2004");
        licence.ShouldContain("END OF TERMS AND CONDITIONS");
    }
}
