using System.Collections.Concurrent;
using k8s;
using StorePush.Deployment.Tests.CustomResources;

namespace StorePush.Deployment.Tests.Kustomizations;

/// <summary>The folders of <c>deploy/kubernetes</c> that can be applied, and what they amount to.</summary>
internal static class Kustomization
{
    public const string Base = "base";
    public const string Example = "overlays/example";
    public const string External = "overlays/external";

    /// <summary>What the client's own models don't know.</summary>
    private static readonly Dictionary<string, Type> Custom = new()
    {
        ["rabbitmq.com/v1beta1/RabbitmqCluster"] = typeof(RabbitmqCluster),
        ["postgresql.cnpg.io/v1/Cluster"] = typeof(PostgresCluster),
        ["monitoring.coreos.com/v1/PodMonitor"] = typeof(PodMonitor),
        ["monitoring.coreos.com/v1/PrometheusRule"] = typeof(PrometheusRule),
        ["gateway.networking.k8s.io/v1/Gateway"] = typeof(EntryGateway),
        ["gateway.networking.k8s.io/v1/HTTPRoute"] = typeof(HttpRoute),
    };

    private static readonly ConcurrentDictionary<string, Task<Manifests>> Loaded = new();

    public static string Root { get; } = Path.Combine(AppContext.BaseDirectory, "kubernetes");

    /// <summary>Every folder with a kustomization, by its path from the root.</summary>
    public static IEnumerable<string> Folders =>
        Directory.EnumerateFiles(Root, "kustomization.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, Path.GetDirectoryName(file)!).Replace('\\', '/'));

    /// <summary>Those that are meant to be applied.</summary>
    public static IEnumerable<string> Overlays => Folders.Where(folder => folder.StartsWith("overlays/", StringComparison.Ordinal));

    public static Task<Manifests> LoadAsync(string folder) => Loaded.GetOrAdd(
        folder, async name => new Manifests(name, Read(await Kubectl.KustomizeAsync(Path.Combine(Root, name)))));

    /// <summary>Reads manifests; a field that no resource of that kind has is an error.</summary>
    public static IReadOnlyList<IKubernetesObject> Read(string yaml) =>
        [.. KubernetesYaml.LoadAllFromString(yaml, Custom, strict: true).Cast<IKubernetesObject>()];
}
