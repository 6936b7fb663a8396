using k8s.Models;

namespace StorePush.Deployment.Tests.CustomResources;

/// <summary>Of the Prometheus Operator.</summary>
internal sealed class PodMonitor : CustomResource<PodMonitor.MonitorSpec>
{
    internal sealed class MonitorSpec
    {
        public required V1LabelSelector Selector { get; set; }

        public IList<string> PodTargetLabels { get; set; } = [];

        public IList<Endpoint> PodMetricsEndpoints { get; set; } = [];
    }

    internal sealed class Endpoint
    {
        public string? Port { get; set; }

        public string? Path { get; set; }

        public string? Interval { get; set; }
    }
}
