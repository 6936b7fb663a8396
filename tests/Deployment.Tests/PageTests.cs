using k8s.Models;
using StorePush.Deployment.Tests.Kustomizations;

namespace StorePush.Deployment.Tests;

/// <summary>The page beside the manifests says what they say.</summary>
public sealed class PageTests
{
    [Fact]
    public async Task The_bounds_of_the_table_are_those_of_the_autoscalers()
    {
        var scalers = (await Kustomization.LoadAsync(Kustomization.Example)).Of<V2HorizontalPodAutoscaler>();

        Page.Table("service").Select(row => (row[0], row[2])).ShouldBe(
            scalers.Select(scaler => (scaler.Metadata.Name, $"{scaler.Spec.MinReplicas} to {scaler.Spec.MaxReplicas}")), ignoreOrder: true);
    }

    [Fact]
    public async Task The_ingress_of_the_page_leads_to_the_gateway()
    {
        var ingress = Page.YamlBlocks.Where(block => block.Contains("kind: ")).SelectMany(Kustomization.Read)
            .ShouldHaveSingleItem().ShouldBeOfType<V1Ingress>();
        var backend = ingress.Spec.Rules.ShouldHaveSingleItem().Http.Paths.ShouldHaveSingleItem().Backend.Service;

        (await Kustomization.LoadAsync(Kustomization.Example)).Single<V1Service>(backend.Name).Spec.Ports
            .ShouldContain(port => port.Name == backend.Port.Name);
    }

    [Fact]
    public async Task The_metrics_that_are_scaled_by_are_in_the_rule_of_the_page()
    {
        var metrics = (await Kustomization.LoadAsync(Kustomization.Example)).Of<V2HorizontalPodAutoscaler>()
            .SelectMany(scaler => scaler.Spec.Metrics).Where(metric => metric.Pods is not null).Select(metric => metric.Pods.Metric.Name);

        var rule = Page.YamlBlocks.Single(block => block.Contains("seriesQuery"));
        metrics.ShouldAllBe(metric => rule.Contains(metric));
    }
}
