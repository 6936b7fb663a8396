using System.Globalization;
using k8s.Models;
using Npgsql;
using StorePush.Deployment.Tests.CustomResources;
using StorePush.Deployment.Tests.Kustomizations;
using StorePush.Deployment.Tests.Processes;

namespace StorePush.Deployment.Tests;

/// <summary>Who adds processes, by what, and how many.</summary>
public sealed class ScalingTests
{
    /// <summary>As Prometheus has them: dots are underscores there.</summary>
    private static readonly string[] Gauges =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "metrics.txt"))
            .Where(line => line.EndsWith("(ObservableGauge)", StringComparison.Ordinal))
            .Select(line => line.Split(": ")[1].Split(' ')[0].Replace('.', '_')),
    ];

    public static TheoryData<string> Overlays => [.. Kustomization.Overlays];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Every_process_has_one_autoscaler_and_no_number_of_its_own(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);
        var targets = manifests.Of<V2HorizontalPodAutoscaler>().Select(scaler => scaler.Spec.ScaleTargetRef).ToArray();

        targets.ShouldAllBe(target => target.ApiVersion == "apps/v1" && target.Kind == "Deployment");
        targets.Select(target => target.Name).ShouldBe(manifests.Workloads.Select(workload => workload.Name), ignoreOrder: true);
        manifests.Workloads.ShouldAllBe(workload => workload.Deployment.Spec.Replicas == null);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task There_are_always_two_of_a_kind(string overlay) =>
        (await Kustomization.LoadAsync(overlay)).Of<V2HorizontalPodAutoscaler>()
            .ShouldAllBe(scaler => scaler.Spec.MinReplicas >= 2 && scaler.Spec.MaxReplicas > scaler.Spec.MinReplicas);

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task What_is_scaled_by_is_measured(string overlay)
    {
        foreach (var scaler in (await Kustomization.LoadAsync(overlay)).Of<V2HorizontalPodAutoscaler>())
        {
            scaler.Spec.Metrics.ShouldAllBe(metric => metric.Pods != null || metric.Resource != null);
            foreach (var metric in scaler.Spec.Metrics)
                (metric.Pods is null || Gauges.Contains(metric.Pods.Metric.Name)).ShouldBeTrue($"nobody counts {metric.Pods?.Metric.Name}");
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Edges_are_scaled_by_their_connections_before_they_are_full(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);
        var metric = manifests.Single<V2HorizontalPodAutoscaler>("edge").Spec.Metrics.ShouldHaveSingleItem().Pods;

        metric.Metric.Name.ShouldBe("storepush_edge_connections");
        metric.Target.AverageValue.ToDecimal().ShouldBeLessThanOrEqualTo(
            0.5m * decimal.Parse(manifests.Workload("edge").Environment["Edge__MaxConnections"], CultureInfo.InvariantCulture),
            "the others take the terminals of one that goes");
    }

    [Fact]
    public async Task The_database_has_a_connection_for_each_that_all_processes_may_open()
    {
        var manifests = await Kustomization.LoadAsync(Kustomization.Example);
        var delivery = manifests.Workload("delivery");
        await using var service = Service.Build(delivery.Service, Configuration.Of(delivery));
        var each = new NpgsqlConnectionStringBuilder(service.Get<NpgsqlDataSource>().ConnectionString).MaxPoolSize;
        var processes = manifests.Single<V2HorizontalPodAutoscaler>("delivery").Spec.MaxReplicas
            + int.Parse(delivery.Deployment.Spec.Strategy.RollingUpdate.MaxSurge.Value, CultureInfo.InvariantCulture);
        var most = manifests.Of<PostgresCluster>().ShouldHaveSingleItem().Spec.Postgresql.Parameters["max_connections"];

        (each * processes).ShouldBeLessThan(int.Parse(most, CultureInfo.InvariantCulture));
    }
}
