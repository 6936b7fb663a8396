using k8s.Models;

namespace StorePush.Deployment.Tests.CustomResources;

/// <summary>Of the RabbitMQ Cluster Operator.</summary>
internal sealed class RabbitmqCluster : CustomResource<RabbitmqCluster.ClusterSpec>
{
    /// <summary>The Secret in which the operator puts the address, and its key there.</summary>
    public (string Name, string Key) AddressSecret => ($"{Metadata.Name}-default-user", "connection_string");

    /// <summary>The labels that the operator gives the pods.</summary>
    public IDictionary<string, string> PodLabels => new Dictionary<string, string>
    {
        ["app.kubernetes.io/name"] = Metadata.Name,
        ["app.kubernetes.io/component"] = "rabbitmq",
        ["app.kubernetes.io/part-of"] = "rabbitmq",
    };

    /// <summary>The ports of the pods by the names that the operator gives them, as far as we use those.</summary>
    public static IReadOnlyDictionary<string, int> PodPorts { get; } = new Dictionary<string, int> { ["prometheus"] = 15692 };

    internal sealed class ClusterSpec
    {
        public int Replicas { get; set; }

        public string? Image { get; set; }

        public V1ResourceRequirements? Resources { get; set; }

        public PersistenceSpec? Persistence { get; set; }

        public ServerSpec? Rabbitmq { get; set; }

        public V1Affinity? Affinity { get; set; }
    }

    internal sealed class PersistenceSpec
    {
        public string? Storage { get; set; }

        public string? StorageClassName { get; set; }
    }

    internal sealed class ServerSpec
    {
        public string? AdditionalConfig { get; set; }
    }
}
