using k8s.Models;

namespace StorePush.Deployment.Tests.CustomResources;

/// <summary>Of CloudNativePG.</summary>
internal sealed class PostgresCluster : CustomResource<PostgresCluster.ClusterSpec>
{
    /// <summary>The name of the primary.</summary>
    public string Host => $"{Metadata.Name}-rw";

    /// <summary>The Secrets that the operator makes, with those of their keys that we use.</summary>
    public IReadOnlyDictionary<string, string> Secrets => new Dictionary<string, string>
    {
        [$"{Metadata.Name}-app"] = "pgpass",
        [$"{Metadata.Name}-ca"] = "ca.crt",
    };

    /// <summary>The labels that the operator gives the pods.</summary>
    public IDictionary<string, string> PodLabels => new Dictionary<string, string> { ["cnpg.io/cluster"] = Metadata.Name };

    internal sealed class ClusterSpec
    {
        public int Instances { get; set; }

        public string? ImageName { get; set; }

        public BootstrapSpec? Bootstrap { get; set; }

        public required ServerSpec Postgresql { get; set; }

        public StorageSpec? Storage { get; set; }

        public StorageSpec? WalStorage { get; set; }

        public V1ResourceRequirements? Resources { get; set; }

        public AffinitySpec? Affinity { get; set; }
    }

    internal sealed class BootstrapSpec
    {
        public InitdbSpec? Initdb { get; set; }
    }

    internal sealed class InitdbSpec
    {
        public string? Database { get; set; }

        public string? Owner { get; set; }
    }

    internal sealed class ServerSpec
    {
        public SynchronousSpec? Synchronous { get; set; }

        public IDictionary<string, string> Parameters { get; set; } = new Dictionary<string, string>();
    }

    internal sealed class SynchronousSpec
    {
        public string? Method { get; set; }

        public int Number { get; set; }

        public string? DataDurability { get; set; }

        public bool FailoverQuorum { get; set; }
    }

    internal sealed class StorageSpec
    {
        public string? Size { get; set; }

        public string? StorageClass { get; set; }
    }

    internal sealed class AffinitySpec
    {
        public string? TopologyKey { get; set; }

        public string? PodAntiAffinityType { get; set; }
    }
}
