using k8s;
using k8s.Models;

namespace StorePush.Deployment.Tests.Kustomizations;

/// <summary>What one kustomization would apply.</summary>
/// <param name="folder">Its folder.</param>
/// <param name="all">Everything in it.</param>
internal sealed class Manifests(string folder, IReadOnlyList<IKubernetesObject> all)
{
    public string Folder => folder;

    public IReadOnlyList<IKubernetesObject> All => all;

    /// <summary>The processes of the product.</summary>
    public IEnumerable<Workload> Workloads => Of<V1Deployment>().Select(deployment => new Workload(deployment));

    public string? Namespace => Of<V1Deployment>().First().Metadata.NamespaceProperty;

    public IEnumerable<TResource> Of<TResource>()
        where TResource : IKubernetesObject => all.OfType<TResource>();

    public TResource Single<TResource>(string name)
        where TResource : IKubernetesObject<V1ObjectMeta> =>
        Of<TResource>().Single(resource => resource.Metadata.Name == name);

    public Workload Workload(string name) => Workloads.Single(workload => workload.Name == name);
}
