using System.Text.Json;

namespace StorePush.Contracts.Tests.Observability;

/// <summary>The dashboard that Grafana loads.</summary>
public sealed class DashboardTests
{
    private const string Interval = "$__rate_interval";

    private static readonly JsonElement Dashboard = JsonElement.Parse(ObservabilityFiles.Read("grafana/dashboards/storepush.json"));

    private static IEnumerable<JsonElement> Panels =>
        Dashboard.GetProperty("panels").EnumerateArray().Where(panel => panel.GetProperty("type").GetString() != "row");

    public static TheoryData<string> Titles => [.. Panels.Select(panel => panel.GetProperty("title").GetString()!)];

    [Theory]
    [MemberData(nameof(Titles))]
    public void A_panel_asks_for_metrics_that_there_are(string title)
    {
        var panel = Panels.Single(panel => panel.GetProperty("title").GetString() == title);

        foreach (var target in panel.GetProperty("targets").EnumerateArray())
            ObservabilityFiles.ShouldAskForWhatIsThere(target.GetProperty("expr").GetString()!.Replace(Interval, "1m", StringComparison.Ordinal));
    }

    [Fact]
    public void Panels_ask_the_source_that_is_provisioned()
    {
        var provisioned = ObservabilityFiles.Read("grafana/provisioning/datasources/prometheus.yml");

        foreach (var panel in Panels)
            provisioned.ShouldContain($"uid: {panel.GetProperty("datasource").GetProperty("uid").GetString()}\n");
    }

    [Fact]
    public void No_two_panels_lie_on_each_other()
    {
        var taken = new HashSet<(int, int)>();
        foreach (var panel in Dashboard.GetProperty("panels").EnumerateArray())
        {
            var place = panel.GetProperty("gridPos");
            int Of(string name) => place.GetProperty(name).GetInt32();
            (Of("x") + Of("w")).ShouldBeLessThanOrEqualTo(24);
            foreach (var x in Enumerable.Range(Of("x"), Of("w")))
            {
                foreach (var y in Enumerable.Range(Of("y"), Of("h")))
                    taken.Add((x, y)).ShouldBeTrue(panel.GetProperty("title").GetString());
            }
        }
    }

    [Fact]
    public void Every_metric_of_ours_is_shown()
    {
        var all = string.Join('\n', Panels.SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()));

        GoldenFile.Read("metrics.prometheus.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(name => !name.EndsWith("_seconds_count", StringComparison.Ordinal) && !name.EndsWith("_seconds_sum", StringComparison.Ordinal))
            .Where(name => !all.Contains(name, StringComparison.Ordinal))
            .ShouldBeEmpty();
    }
}
