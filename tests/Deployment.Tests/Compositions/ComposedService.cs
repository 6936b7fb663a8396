using System.Globalization;
using System.Text.RegularExpressions;

namespace StorePush.Deployment.Tests.Compositions;

/// <summary>A process of the product as Docker Compose starts it.</summary>
/// <param name="Service">The name of its project.</param>
/// <param name="Settings">What the file says of it.</param>
internal sealed partial record ComposedService(string Service, IReadOnlyDictionary<object, object> Settings)
{
    /// <summary>What it is told where nothing is set in the shell.</summary>
    public Dictionary<string, string> Environment => ((Dictionary<object, object?>)Settings["environment"])
        .Where(variable => variable.Value is string)
        .ToDictionary(variable => (string)variable.Key, variable => Substitution().Replace((string)variable.Value!, "${default}"));

    /// <summary>After what time Docker kills it when it is told to stop: 10 seconds where the file doesn't say.</summary>
    public TimeSpan GracePeriod => Settings.TryGetValue("stop_grace_period", out var period)
        ? TimeSpan.FromSeconds(int.Parse(((string)period).TrimEnd('s'), CultureInfo.InvariantCulture))
        : TimeSpan.FromSeconds(10);

    [GeneratedRegex(@"\$\{\w+:-(?<default>[^}]*)\}")]
    private static partial Regex Substitution();
}
