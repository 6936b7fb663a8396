using k8s.Models;
using StorePush.Deployment.Tests.Kustomizations;
using StorePush.Deployment.Tests.Processes;
using StorePush.Deployment.Tests.Scraping;
using StorePush.Hosting.Health;

namespace StorePush.Deployment.Tests;

/// <summary>How Kubernetes asks a process how it is: where that process really answers.</summary>
public sealed class ProbeTests
{
    public static TheoryData<string> Overlays => [.. Kustomization.Overlays];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task A_process_listens_on_the_port_of_its_container(string overlay)
    {
        foreach (var workload in (await Kustomization.LoadAsync(overlay)).Workloads)
        {
            var port = workload.Container.Ports.ShouldHaveSingleItem();
            port.Name.ShouldBe("http");
            workload.Environment["ASPNETCORE_URLS"].ShouldBe($"http://+:{port.ContainerPort}", workload.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task A_process_is_alive_as_long_as_it_answers_and_ready_when_it_can_work(string overlay)
    {
        foreach (var workload in (await Kustomization.LoadAsync(overlay)).Workloads)
        {
            await using var service = Service.Build(workload.Service, Configuration.Of(workload));
            var container = workload.Container;

            Path(container.StartupProbe).ShouldBe(HealthEndpoints.LivePath, workload.Name);
            Path(container.LivenessProbe).ShouldBe(HealthEndpoints.LivePath, workload.Name);
            Path(container.ReadinessProbe).ShouldBe(HealthEndpoints.ReadyPath, workload.Name);
            service.Paths.ShouldContain(HealthEndpoints.LivePath);
            service.Paths.ShouldContain(HealthEndpoints.ReadyPath);
        }
    }

    /// <summary>Starting anew helps nobody who waits for a slow machine.</summary>
    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task A_process_has_time_to_start_and_is_not_killed_for_being_busy(string overlay)
    {
        foreach (var workload in (await Kustomization.LoadAsync(overlay)).Workloads)
        {
            Patience(workload.Container.StartupProbe).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(1), workload.Name);
            Patience(workload.Container.LivenessProbe).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(30), workload.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Prometheus_reads_where_every_process_answers(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);
        var targets = PodMonitors.Targets(manifests);

        foreach (var workload in manifests.Workloads)
        {
            var target = targets.Where(each => each.Peer.Name == workload.Name).ShouldHaveSingleItem();
            target.Port.ShouldBe(workload.Container.Ports.Single(port => port.Name == "http").ContainerPort, workload.Name);
            await using var service = Service.Build(workload.Service, Configuration.Of(workload));
            service.Paths.ShouldContain(target.Job.Path);
        }
    }

    private static string Path(V1Probe probe)
    {
        probe.HttpGet.Port.Value.ShouldBe("http");
        return probe.HttpGet.Path;
    }

    private static TimeSpan Patience(V1Probe probe) => TimeSpan.FromSeconds((probe.PeriodSeconds ?? 10) * (probe.FailureThreshold ?? 3));
}
