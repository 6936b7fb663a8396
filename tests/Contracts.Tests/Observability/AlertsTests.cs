using System.Text.RegularExpressions;

namespace StorePush.Contracts.Tests.Observability;

/// <summary>The alerts, as far as that can be told without Prometheus' own tool; see <see cref="PromtoolTests"/>.</summary>
public sealed partial class AlertsTests
{
    private const string Severity = "labels: { severity: ";

    private static readonly string Rules = ObservabilityFiles.Read("prometheus/alerts.yml");
    private static readonly string Runbook = ObservabilityFiles.Read("RUNBOOK.md");
    private static readonly string UnitTests = ObservabilityFiles.Read("prometheus/alerts.test.yml");

    public static TheoryData<string> Alerts => [.. Alert().Matches(Rules).Select(match => match.Groups["name"].Value)];

    [Fact]
    public void What_matters_to_a_shop_has_an_alert()
    {
        foreach (var name in (string[])["OldestPendingOfOnlineStore", "ExpiredForOnlineStore", "NoEdgeReady", "ErrorQueueNotEmpty"])
            Alerts.Select(row => row.Data).ShouldContain(name);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void An_alert_asks_for_metrics_that_there_are(string name) =>
        ObservabilityFiles.ShouldAskForWhatIsThere(Of(name).Groups["expression"].Value);

    [Theory]
    [MemberData(nameof(Alerts))]
    public void An_alert_names_its_paragraph_of_the_runbook(string name)
    {
        Of(name).Value.ShouldContain($"runbook: RUNBOOK.md#{name.ToLowerInvariant()}\n");

        var paragraph = Regex.Match(Runbook, $@"^## {name}\n\n(?<text>.+?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline);
        paragraph.Groups["text"].Value.Length.ShouldBeGreaterThan(100, $"The runbook says next to nothing of {name}.");
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void An_alert_says_whether_to_get_up_for_it(string name)
    {
        var alert = Of(name).Value;

        (alert.Contains($"{Severity}page }}", StringComparison.Ordinal) || alert.Contains($"{Severity}ticket }}", StringComparison.Ordinal))
            .ShouldBeTrue();
        alert.ShouldContain(" summary: ");
        alert.ShouldContain(" description: ");
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void An_alert_has_a_unit_test_in_which_it_fires(string name) =>
        Regex.IsMatch(UnitTests, $@"alertname: {name}\n\s+exp_alerts:\n\s+- exp_labels:").ShouldBeTrue();

    [Fact]
    public void The_runbook_has_no_paragraph_of_what_is_no_alert() =>
        Regex.Matches(Runbook, "^## (.+)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value)
            .ShouldBe(Alerts.Select(row => row.Data), ignoreOrder: true);

    [Fact]
    public void The_runbook_leads_nowhere_else() =>
        Regex.Matches(Runbook, @"\]\(#(\w+)\)").Select(match => match.Groups[1].Value)
            .Except(Alerts.Select(row => row.Data.ToLowerInvariant())).ShouldBeEmpty();

    /// <summary>Compose makes anew what was started with other variables: who restarts the broker would restart everything.</summary>
    [Fact]
    public void No_command_of_the_runbook_touches_more_than_it_names()
    {
        var commands = Regex.Matches(Runbook, @"docker compose up[^`\n]*").Select(match => match.Value).ToArray();

        commands.ShouldNotBeEmpty();
        commands.ShouldAllBe(command => Regex.IsMatch(command, @"--no-deps --no-recreate .*[a-z]+$"));
    }

    private static Match Of(string name) => Alert().Matches(Rules).Single(match => match.Groups["name"].Value == name);

    [GeneratedRegex(@"^      - alert: (?<name>\w+)\n        expr:(?<expression>.*?)\n        (?:for|labels):.*?(?=^      (?:- alert|#)|^  - name|\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Alert();
}
