namespace StorePush.Chaos.Tests.Clusters;

/// <summary>What an operator does.</summary>
internal static class Restarting
{
    /// <summary>Stops and starts one after the other, each when the one before is ready.</summary>
    public static async Task InTurnAsync(IReadOnlyList<ClusterNode> nodes)
    {
        foreach (var node in nodes)
        {
            await node.StopAsync();
            await node.StartAsync();
        }
    }
}
