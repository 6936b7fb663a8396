using StorePush.Deployment.Tests.CustomResources;
using StorePush.Deployment.Tests.Flows;
using StorePush.Deployment.Tests.Kustomizations;

namespace StorePush.Deployment.Tests.Scraping;

/// <summary>What the Prometheus Operator makes of PodMonitors.</summary>
internal static class PodMonitors
{
    private const string Job = "job";

    public static ScrapeTarget[] Targets(Manifests manifests) =>
    [
        .. from monitor in manifests.Of<PodMonitor>()
           from pod in Pods(manifests)
           where monitor.Spec.Selector.Picks(pod.Labels)
           from endpoint in monitor.Spec.PodMetricsEndpoints
           select new ScrapeTarget(JobOf(monitor, endpoint, pod), pod, pod.Ports[endpoint.Port!]),
    ];

    private static IEnumerable<Peer> Pods(Manifests manifests) =>
        manifests.Workloads.Select(workload => Peer.Of(workload, manifests.Namespace))
            .Concat(manifests.Of<RabbitmqCluster>().Select(cluster => Peer.Of(cluster, manifests.Namespace)));

    private static ScrapeJob JobOf(PodMonitor monitor, PodMonitor.Endpoint endpoint, Peer pod)
    {
        var relabeled = endpoint.Relabelings.LastOrDefault(each => each.TargetLabel == Job)?.Replacement;
        var labeled = monitor.Spec.JobLabel is { } label && pod.Labels.TryGetValue(label, out var value)
            ? value
            : $"{monitor.Metadata.NamespaceProperty}/{monitor.Metadata.Name}";
        return new(relabeled ?? labeled, endpoint.Path!, endpoint.Params.TryGetValue("family", out var families) ? families.Single() : null);
    }
}
