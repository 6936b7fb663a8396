using StorePush.Deployment.Tests.Compositions;
using StorePush.Deployment.Tests.Processes;

namespace StorePush.Deployment.Tests;

/// <summary>Docker Compose gives its processes what Kubernetes gives them.</summary>
public sealed class CompositionTests
{
    [Fact]
    public async Task A_process_is_not_killed_before_it_has_stopped_by_itself()
    {
        foreach (var composed in Composition.Services)
        {
            await using var service = Service.Build(composed.Service, Configuration.Of(composed));

            composed.GracePeriod.ShouldBeGreaterThan(service.LongestStop, composed.Service);
            composed.GracePeriod.ShouldBeLessThan(service.LongestStop + TimeSpan.FromSeconds(20), $"{composed.Service} holds up who stops it");
        }
    }
}
