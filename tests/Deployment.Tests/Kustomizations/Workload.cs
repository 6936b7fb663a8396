using k8s.Models;

namespace StorePush.Deployment.Tests.Kustomizations;

/// <summary>A process of the product as it is rolled out.</summary>
/// <param name="Deployment">Its Deployment.</param>
internal sealed record Workload(V1Deployment Deployment)
{
    public string Name => Deployment.Metadata.Name;

    public V1PodSpec Pod => Deployment.Spec.Template.Spec;

    public IDictionary<string, string> Labels => Deployment.Spec.Template.Metadata.Labels;

    /// <summary>There is one: the process.</summary>
    public V1Container Container => Pod.Containers.ShouldHaveSingleItem();

    /// <summary>The name of the service's project.</summary>
    public string Service => char.ToUpperInvariant(Name[0]) + Name[1..];

    public IReadOnlyDictionary<string, string> Environment => Container.Env.ToDictionary(each => each.Name, each => each.Value);

    /// <summary>The keys of the configuration that stand in the open.</summary>
    public IEnumerable<string> Keys => Environment.Keys.Where(key => key.Contains("__", StringComparison.Ordinal));

    /// <summary>The keys that come as files from Secrets, in the directory that the process is told of.</summary>
    public IEnumerable<string> SecretKeys
    {
        get
        {
            if (!Environment.TryGetValue("STOREPUSH_SECRETS", out var directory))
                return [];

            var mount = Container.VolumeMounts.Single(each => each.MountPath == directory);
            return Pod.Volumes.Single(volume => volume.Name == mount.Name).Projected.Sources
                .SelectMany(source => source.Secret.Items).Select(item => item.Path);
        }
    }
}
