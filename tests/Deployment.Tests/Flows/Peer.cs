using System.Net;
using StorePush.Deployment.Tests.CustomResources;
using StorePush.Deployment.Tests.Kustomizations;

namespace StorePush.Deployment.Tests.Flows;

/// <summary>Who talks to somebody, or is talked to: a pod, or an address outside of the cluster.</summary>
internal sealed record Peer
{
    private Peer(string name) => Name = name;

    public string Name { get; }

    public string? Namespace { get; private init; }

    public IDictionary<string, string> Labels { get; private init; } = new Dictionary<string, string>();

    /// <summary>The pod's ports that have a name.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; private init; } = new Dictionary<string, int>();

    /// <summary>Of one outside; null for a pod.</summary>
    public IPAddress? Address { get; private init; }

    public static Peer Of(Workload workload, string? ns) => new(workload.Name)
    {
        Namespace = ns,
        Labels = workload.Labels,
        Ports = workload.Container.Ports.ToDictionary(port => port.Name, port => port.ContainerPort),
    };

    public static Peer Pod(string name, string? ns, params (string Key, string Value)[] labels) => new(name)
    {
        Namespace = ns,
        Labels = labels.ToDictionary(label => label.Key, label => label.Value),
    };

    public static Peer Pod(string name, string? ns, IDictionary<string, string> labels) => new(name) { Namespace = ns, Labels = labels };

    public static Peer Of(RabbitmqCluster cluster, string? ns) => new("the broker")
    {
        Namespace = ns,
        Labels = cluster.PodLabels,
        Ports = RabbitmqCluster.PodPorts,
    };

    public static Peer Outside(string address) => new(address) { Address = IPAddress.Parse(address) };

    public override string ToString() => Name;
}
