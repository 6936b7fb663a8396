using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace StorePush.Deployment.Tests.Compositions;

/// <summary>The compose file, with what its parts have in common merged into them.</summary>
internal static class Composition
{
    private static readonly string[] Ours = ["Ingest", "Delivery", "Edge", "Gateway"];

    /// <summary>The processes of the product.</summary>
    public static IEnumerable<ComposedService> Services { get; } = [.. Read()];

    private static IEnumerable<ComposedService> Read()
    {
        using var text = File.OpenText(Path.Combine(AppContext.BaseDirectory, "docker-compose.yml"));
        var file = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(text)));
        var services = (Dictionary<object, object>)file["services"];
        return Ours.Select(service => new ComposedService(service, (Dictionary<object, object>)Find(services, service)));
    }

    private static object Find(Dictionary<object, object> services, string name) =>
        services.Single(service => name.Equals((string)service.Key, StringComparison.OrdinalIgnoreCase)).Value;
}
