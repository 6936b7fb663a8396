namespace StorePush.Deployment.Tests.CustomResources;

/// <summary>Of the Prometheus Operator.</summary>
internal sealed class PrometheusRule : CustomResource<PrometheusRule.RuleSpec>
{
    internal sealed class RuleSpec
    {
        public IList<Group> Groups { get; set; } = [];
    }

    internal sealed class Group
    {
        public string? Name { get; set; }

        public IList<Rule> Rules { get; set; } = [];
    }

    internal sealed class Rule
    {
        public string? Alert { get; set; }

        public string? Expr { get; set; }

        public string? For { get; set; }

        public IDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>();

        public IDictionary<string, string> Annotations { get; set; } = new Dictionary<string, string>();
    }
}
