using System.Text.RegularExpressions;

namespace StorePush.Deployment.Tests.Scraping;

/// <summary>The files that Prometheus and Grafana of the compose file load.</summary>
internal static partial class ObservabilityFiles
{
    private static readonly string Prometheus = Read("prometheus/prometheus.yml");

    public static string Alerts { get; } = Read("prometheus/alerts.yml");

    public static string Dashboard { get; } = Read("grafana/dashboards/storepush.json");

    public static ScrapeJob[] Jobs =>
    [
        .. JobBlock().Matches(Prometheus).Select(job => new ScrapeJob(
            job.Groups["name"].Value,
            Setting(job.Value, @"metrics_path: (\S+)") ?? "/metrics",
            Setting(job.Value, @"family: \[(\w+)\]"))),
    ];

    /// <summary>The jobs that a file asks for by their names.</summary>
    public static IEnumerable<string> JobsIn(string file) =>
        JobMatcher().Matches(file).SelectMany(match => match.Groups["names"].Value.Split('|')).Distinct();

    private static string Read(string file) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "observability", file)).ReplaceLineEndings("\n");

    private static string? Setting(string block, string pattern) =>
        Regex.Match(block, pattern) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"- job_name: (?<name>\S+)\n(?:(?!  - job_name).*\n?)*")]
    private static partial Regex JobBlock();

    [GeneratedRegex(@"\bjob\s*(?:=~|=|!~|!=)\s*\\?""(?<names>[^""\\]*)\\?""")]
    private static partial Regex JobMatcher();
}
