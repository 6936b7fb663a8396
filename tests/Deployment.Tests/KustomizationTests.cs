using k8s;
using k8s.Models;
using StorePush.Deployment.Tests.Kustomizations;

namespace StorePush.Deployment.Tests;

/// <summary>What platform teams apply, put together as they do and read strictly.</summary>
public sealed class KustomizationTests
{
    private const string Component = "components/";

    public static TheoryData<string> Overlays => [.. Kustomization.Overlays];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task An_overlay_is_made_of_known_fields_and_has_every_process(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);

        manifests.Workloads.Select(workload => workload.Name).ShouldBe(["ingest", "delivery", "edge", "gateway"], ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Everything_of_an_overlay_is_in_its_namespace(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);

        manifests.Namespace.ShouldNotBeNullOrEmpty();
        manifests.Of<IKubernetesObject<V1ObjectMeta>>().Where(each => each is not V1Namespace)
            .ShouldAllBe(each => each.Metadata.NamespaceProperty == manifests.Namespace);
    }

    [Fact]
    public async Task Some_overlay_uses_each_component()
    {
        var texts = await Task.WhenAll(Kustomization.Overlays.Select(overlay => File.ReadAllTextAsync(
            Path.Combine(Kustomization.Root, overlay, "kustomization.yaml"), TestContext.Current.CancellationToken)));

        Kustomization.Folders.Where(folder => folder.StartsWith(Component, StringComparison.Ordinal))
            .ShouldAllBe(component => texts.Any(text => text.Contains($"../../{component}\n")));
    }

    /// <summary>An address in the component would be told of everybody's orders whose overlay forgot it.</summary>
    [Fact]
    public async Task Who_is_told_by_webhooks_is_named_by_the_overlay_alone()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Kustomization.Root, Component), "*.yaml", SearchOption.AllDirectories))
            (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldNotContain("Webhooks__Url", customMessage: file);

        var delivery = (await Kustomization.LoadAsync(Kustomization.External)).Workload("delivery");
        delivery.Keys.ShouldContain("Webhooks__Url");
        delivery.SecretKeys.ShouldContain("Webhooks__Secret");
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: { name: x }\nspec: { selectors: { a: b } }\n")]
    [InlineData("apiVersion: rabbitmq.com/v1beta1\nkind: RabbitmqCluster\nmetadata: { name: x }\nspec: { replica: 3 }\n")]
    [InlineData("apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: x }\nspec: { maxUnavailble: 1 }\n")]
    public void A_misspelt_field_is_seen(string yaml) => Should.Throw<Exception>(() => Kustomization.Read(yaml));
}
