using StorePush.Hosting.Authentication;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace StorePush.Gateway.LoadBalancing;

/// <summary>
/// Sends all devices of a store to the same edge as long as it is there, so that a message to the store goes to one edge; every
/// replica of the gateway picks the same one.
/// </summary>
internal sealed class StoreAffinityPolicy : ILoadBalancingPolicy
{
    public const string PolicyName = "StoreAffinity";

    public string Name => PolicyName;

    public DestinationState? PickDestination(
        HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations)
    {
        var storeId = context.Request.RouteValues[StoreAccess.StoreIdParameter] as string;
        return availableDestinations.MaxBy(edge => RendezvousHash.Score(storeId, edge.Model.Config.Address));
    }
}
