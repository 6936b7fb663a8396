using k8s.Models;
using StorePush.Deployment.Tests.Kustomizations;

namespace StorePush.Deployment.Tests;

/// <summary>What a process may do on its node: as little as it needs, by the rules that Kubernetes calls "restricted", and stricter.</summary>
public sealed class PodTests
{
    /// <summary>Of the images; see the Dockerfile.</summary>
    private const long User = 1654;

    private static readonly string[] SafeVolumes = ["emptyDir", "projected", "secret", "configMap"];

    /// <summary>https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/</summary>
    private static readonly string[] SafeSysctls = ["net.ipv4.ip_local_port_range"];

    public static TheoryData<string> Overlays => [.. Kustomization.Overlays];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task A_process_runs_without_rights_and_can_write_nothing_that_lasts(string overlay)
    {
        foreach (var workload in (await Kustomization.LoadAsync(overlay)).Workloads)
        {
            var pod = workload.Pod.SecurityContext;
            pod.RunAsNonRoot.ShouldBe(true, workload.Name);
            pod.RunAsUser.ShouldBe(User, workload.Name);
            pod.SeccompProfile.Type.ShouldBe("RuntimeDefault", workload.Name);
            (pod.Sysctls ?? []).Select(each => each.Name).ShouldBeSubsetOf(SafeSysctls);

            var container = workload.Container.SecurityContext;
            container.ReadOnlyRootFilesystem.ShouldBe(true, workload.Name);
            container.AllowPrivilegeEscalation.ShouldBe(false, workload.Name);
            container.Privileged.ShouldNotBe(true, workload.Name);
            container.Capabilities.Drop.ShouldBe(["ALL"], workload.Name);
            container.Capabilities.Add.ShouldBeNull(workload.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task A_process_shares_nothing_with_its_node(string overlay)
    {
        foreach (var workload in (await Kustomization.LoadAsync(overlay)).Workloads)
        {
            workload.Pod.HostNetwork.ShouldNotBe(true, workload.Name);
            workload.Pod.HostPID.ShouldNotBe(true, workload.Name);
            workload.Pod.HostIPC.ShouldNotBe(true, workload.Name);
            workload.Pod.Volumes.SelectMany(KindsOf).ShouldBeSubsetOf(SafeVolumes, workload.Name);
            workload.Container.Ports.ShouldAllBe(port => port.HostPort == null);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task A_process_has_an_account_of_its_own_and_no_token_of_it(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);
        foreach (var workload in manifests.Workloads)
        {
            workload.Pod.ServiceAccountName.ShouldBe(workload.Name);
            workload.Pod.AutomountServiceAccountToken.ShouldBe(false, workload.Name);
            manifests.Single<V1ServiceAccount>(workload.Name).AutomountServiceAccountToken.ShouldBe(false, workload.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task A_process_asks_for_what_it_needs_and_can_take_no_more_than_its_limit(string overlay)
    {
        foreach (var workload in (await Kustomization.LoadAsync(overlay)).Workloads)
        {
            var resources = workload.Container.Resources;
            foreach (var kind in (string[])["cpu", "memory"])
                resources.Requests[kind].ToDecimal().ShouldBeInRange(0.01m, resources.Limits[kind].ToDecimal(), $"{workload.Name}: {kind}");
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task An_image_is_named_with_its_version(string overlay)
    {
        foreach (var workload in (await Kustomization.LoadAsync(overlay)).Workloads)
            workload.Container.Image.ShouldMatch($@"/{workload.Name}(:\d[\w.-]*|@sha256:[0-9a-f]{{64}})$");
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task What_is_broken_into_is_refused_by_the_namespace_too(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);
        var ns = manifests.Of<V1Namespace>().ShouldHaveSingleItem();

        ns.Metadata.Name.ShouldBe(manifests.Namespace);
        ns.Metadata.Labels["pod-security.kubernetes.io/enforce"].ShouldBe("restricted");
    }

    private static IEnumerable<string> KindsOf(V1Volume volume) =>
        from property in typeof(V1Volume).GetProperties()
        where property.Name != nameof(V1Volume.Name) && property.GetValue(volume) is not null
        select char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
}
