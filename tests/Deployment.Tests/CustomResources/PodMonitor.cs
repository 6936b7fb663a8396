using k8s.Models;

namespace StorePush.Deployment.Tests.CustomResources;

/// <summary>Of the Prometheus Operator.</summary>
internal sealed class PodMonitor : CustomResource<PodMonitor.MonitorSpec>
{
    internal sealed class MonitorSpec
    {
        public required V1LabelSelector Selector { get; set; }

        public string? JobLabel { get; set; }

        public IList<string> PodTargetLabels { get; set; } = [];

        public IList<Endpoint> PodMetricsEndpoints { get; set; } = [];
    }

    internal sealed class Endpoint
    {
        public string? Port { get; set; }

        public string? Path { get; set; }

        public IDictionary<string, IList<string>> Params { get; set; } = new Dictionary<string, IList<string>>();

        public string? Interval { get; set; }

        public IList<Relabeling> Relabelings { get; set; } = [];
    }

    internal sealed class Relabeling
    {
        public string? TargetLabel { get; set; }

        public string? Replacement { get; set; }
    }
}
