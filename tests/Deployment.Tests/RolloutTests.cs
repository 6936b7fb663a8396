using System.Globalization;
using k8s;
using k8s.Models;
using StorePush.Deployment.Tests.Kustomizations;
using StorePush.Deployment.Tests.Processes;

namespace StorePush.Deployment.Tests;

/// <summary>How a new version comes: nobody is missing meanwhile, and who goes has the time that it takes.</summary>
public sealed class RolloutTests
{
    private static readonly string[] Own = ["ServiceAccount", "Service", "Deployment", "PodDisruptionBudget", "HorizontalPodAutoscaler"];

    private static readonly string[] HoldersOfSockets = ["edge", "gateway"];

    public static TheoryData<string> Overlays => [.. Kustomization.Overlays];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task A_new_process_is_there_before_an_old_one_goes(string overlay)
    {
        foreach (var workload in (await Kustomization.LoadAsync(overlay)).Workloads)
        {
            var update = workload.Deployment.Spec.Strategy.RollingUpdate;
            update.MaxUnavailable.Value.ShouldBe("0", workload.Name);
            update.MaxSurge.Value.ShouldBe("1", workload.Name);
        }
    }

    /// <summary>Delivery goes first in an update, and kubectl is told so by a label.</summary>
    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task A_label_picks_a_process_with_what_is_its_own_and_nothing_of_another(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);
        foreach (var workload in manifests.Workloads)
        {
            var wanted = new Dictionary<string, string> { ["app.kubernetes.io/name"] = workload.Name };

            manifests.Of<IKubernetesObject<V1ObjectMeta>>()
                .Where(each => Flows.Selectors.Picks(wanted, each.Metadata.Labels ?? new Dictionary<string, string>()))
                .Select(each => $"{each.Kind} {each.Metadata.Name}")
                .ShouldBe(Own.Select(kind => $"{kind} {workload.Name}"), ignoreOrder: true);
        }

        Page.Text.ShouldContain(" -l app.kubernetes.io/name=delivery\n");
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task A_process_is_not_killed_before_it_has_stopped_by_itself(string overlay)
    {
        foreach (var workload in (await Kustomization.LoadAsync(overlay)).Workloads)
        {
            await using var service = Service.Build(workload.Service, Configuration.Of(workload));
            var needed = Pause(workload) + service.LongestStop;

            GracePeriod(workload).ShouldBeGreaterThan(needed, workload.Name);
            GracePeriod(workload).ShouldBeLessThan(needed + TimeSpan.FromSeconds(20), $"{workload.Name} holds up who empties a node");
        }
    }

    /// <summary>Pods that end don't count for Kubernetes: only the wait for the next new one keeps the drains apart.</summary>
    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task One_after_the_other_sends_its_terminals_away(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);
        foreach (var workload in HoldersOfSockets.Select(manifests.Workload))
        {
            var drain = TimeSpan.Parse(workload.Environment[$"{workload.Service}__DrainPeriod"], CultureInfo.InvariantCulture);

            TimeSpan.FromSeconds(workload.Deployment.Spec.MinReadySeconds ?? 0)
                .ShouldBeGreaterThanOrEqualTo(Pause(workload) + Notice(workload) + drain, workload.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Who_is_emptying_a_node_takes_one_process_of_a_kind_at_a_time(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);
        foreach (var workload in manifests.Workloads)
        {
            var budget = manifests.Single<V1PodDisruptionBudget>(workload.Name).Spec;

            Flows.Selectors.Picks(budget.Selector, workload.Labels).ShouldBeTrue(workload.Name);
            budget.MaxUnavailable.Value.ShouldBe("1", workload.Name);
            manifests.Workloads.Count(each => Flows.Selectors.Picks(budget.Selector, each.Labels)).ShouldBe(1);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Processes_of_a_kind_are_spread(string overlay)
    {
        foreach (var workload in (await Kustomization.LoadAsync(overlay)).Workloads)
        {
            workload.Pod.TopologySpreadConstraints.Select(each => each.TopologyKey)
                .ShouldBe(["topology.kubernetes.io/zone", "kubernetes.io/hostname"], workload.Name);
            foreach (var constraint in workload.Pod.TopologySpreadConstraints)
            {
                Flows.Selectors.Picks(constraint.LabelSelector, workload.Labels).ShouldBeTrue(workload.Name);
                constraint.MatchLabelKeys.ShouldContain("app.kubernetes.io/name");
            }
        }
    }

    /// <summary>The gateway's own pause, unless it is told that Kubernetes makes one.</summary>
    private static TimeSpan Notice(Workload workload) => workload.Service != "Gateway" ? TimeSpan.Zero
        : workload.Environment.TryGetValue("Gateway__DrainNotice", out var notice) ? TimeSpan.Parse(notice, CultureInfo.InvariantCulture)
        : TimeSpan.FromSeconds(2);

    private static TimeSpan Pause(Workload workload) => TimeSpan.FromSeconds(workload.Container.Lifecycle.PreStop.Sleep.Seconds);

    private static TimeSpan GracePeriod(Workload workload) => TimeSpan.FromSeconds(workload.Pod.TerminationGracePeriodSeconds ?? 30);
}
