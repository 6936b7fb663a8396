using k8s.Models;

namespace StorePush.Deployment.Tests.Flows;

/// <summary>Label selectors, as Kubernetes reads them.</summary>
internal static class Selectors
{
    /// <summary>Whether a selector picks something with these labels. An empty one picks everything.</summary>
    public static bool Picks(this V1LabelSelector selector, IDictionary<string, string> labels) =>
        (selector.MatchLabels ?? new Dictionary<string, string>()).Picks(labels)
        && (selector.MatchExpressions ?? []).All(expression => Holds(expression, labels));

    /// <summary>Whether all of these labels are there.</summary>
    public static bool Picks(this IDictionary<string, string> wanted, IDictionary<string, string> labels) =>
        wanted.All(each => labels.TryGetValue(each.Key, out var value) && value == each.Value);

    private static bool Holds(V1LabelSelectorRequirement expression, IDictionary<string, string> labels)
    {
        var has = labels.TryGetValue(expression.Key, out var value);
        return expression.OperatorProperty switch
        {
            "In" => has && expression.Values.Contains(value),
            "NotIn" => !has || !expression.Values.Contains(value),
            "Exists" => has,
            "DoesNotExist" => !has,
            _ => throw new NotSupportedException(expression.OperatorProperty),
        };
    }
}
