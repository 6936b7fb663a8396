using StorePush.Deployment.Tests.CustomResources;
using StorePush.Deployment.Tests.Kustomizations;
using StorePush.Deployment.Tests.Scraping;

namespace StorePush.Deployment.Tests;

/// <summary>Prometheus on Kubernetes sees what it sees with compose, under the same names: else alerts would be silent there.</summary>
public sealed class ObservabilityTests
{
    private const string Copy = "components/prometheus/alerts.yaml";

    public static TheoryData<string> Overlays => [.. Kustomization.Overlays];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Each_job_that_an_alert_or_the_dashboard_names_is_read(string overlay)
    {
        string[] named =
            [.. ObservabilityFiles.JobsIn(ObservabilityFiles.Alerts), .. ObservabilityFiles.JobsIn(ObservabilityFiles.Dashboard)];
        var targets = PodMonitors.Targets(await Kustomization.LoadAsync(overlay));

        named.ShouldContain("gateway");
        named.ShouldBeSubsetOf(ObservabilityFiles.Jobs.Select(job => job.Name));
        named.ShouldBeSubsetOf(targets.Select(target => target.Job.Name));
    }

    [Fact]
    public async Task With_the_broker_in_the_cluster_the_jobs_are_those_of_compose()
    {
        var targets = PodMonitors.Targets(await Kustomization.LoadAsync(Kustomization.Example));

        targets.Select(target => target.Job).ShouldBe(ObservabilityFiles.Jobs, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Every_process_is_read_under_its_own_name(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);

        manifests.Workloads.Select(workload => workload.Name)
            .ShouldBeSubsetOf(PodMonitors.Targets(manifests).Where(target => target.Peer.Name == target.Job.Name).Select(target => target.Job.Name));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Every_alert_is_there(string overlay) =>
        (await Kustomization.LoadAsync(overlay)).Of<PrometheusRule>().ShouldHaveSingleItem().Spec.Groups
            .SelectMany(group => group.Rules).Select(rule => $"- alert: {rule.Alert}")
            .ShouldBe(ObservabilityFiles.Alerts.Split('\n').Where(line => line.Contains("- alert: ")).Select(line => line.Trim()));

    [Fact]
    public void The_alerts_are_those_that_promtool_has_tried()
    {
        var copy = File.ReadAllText(Path.Combine(Kustomization.Root, Copy)).ReplaceLineEndings("\n").Split("\nspec:\n")[1];
        var groups = ObservabilityFiles.Alerts[ObservabilityFiles.Alerts.IndexOf("groups:", StringComparison.Ordinal)..];

        copy.ShouldBe(
            string.Join('\n', groups.Split('\n').Select(line => line.Length == 0 ? line : $"  {line}")), $"{Copy} says how to bring it up to date");
    }
}
