using k8s;
using k8s.Models;

namespace StorePush.Deployment.Tests.CustomResources;

/// <summary>
/// A resource that the client has no model of. The classes here have the fields that we use, so that a misspelt one is an error as it is
/// with the others; a new field is first looked up in the resource's definition, and then added here.
/// </summary>
/// <typeparam name="TSpec">What it asks for.</typeparam>
internal abstract class CustomResource<TSpec> : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();

    public required TSpec Spec { get; set; }
}
