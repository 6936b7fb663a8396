using System.Net;
using k8s.Models;
using StorePush.Deployment.Tests.Kustomizations;

namespace StorePush.Deployment.Tests.Flows;

/// <summary>Who can talk to whom, by the network policies of one kustomization.</summary>
internal sealed class Network(Manifests manifests)
{
    private const string NamespaceName = "kubernetes.io/metadata.name";

    private readonly V1NetworkPolicy[] _policies = [.. manifests.Of<V1NetworkPolicy>()];

    /// <summary>Whether one can open a connection to another's port: the policies of both must allow it.</summary>
    public bool Allows(Peer from, Peer to, int port, string protocol = "TCP") =>
        IsOut(from, to, port, protocol) && IsIn(from, to, port, protocol);

    private bool IsOut(Peer from, Peer to, int port, string protocol)
    {
        var policies = Selecting(from, "Egress");
        return policies.Length == 0 || policies.Any(policy => (policy.Spec.Egress ?? []).Any(rule =>
            Names(rule.To, to) && Names(rule.Ports, to, port, protocol)));
    }

    private bool IsIn(Peer from, Peer to, int port, string protocol)
    {
        var policies = Selecting(to, "Ingress");
        return policies.Length == 0 || policies.Any(policy => (policy.Spec.Ingress ?? []).Any(rule =>
            Names(rule.FromProperty, from) && Names(rule.Ports, to, port, protocol)));
    }

    private V1NetworkPolicy[] Selecting(Peer peer, string direction) =>
        peer.Address is not null || peer.Namespace != manifests.Namespace
            ? []
            : [.. _policies.Where(policy =>
                policy.Spec.PolicyTypes.Contains(direction) && policy.Spec.PodSelector.Picks(peer.Labels))];

    /// <summary>No list is everybody.</summary>
    private bool Names(IList<V1NetworkPolicyPeer>? peers, Peer peer) => peers is null or [] || peers.Any(each => Names(each, peer));

    private bool Names(V1NetworkPolicyPeer named, Peer peer)
    {
        if (named.IpBlock is { } block)
            return peer.Address is not null && Holds(block, peer.Address);
        if (peer.Address is not null)
            return false;

        var inNamespace = named.NamespaceSelector is { } selector
            ? selector.Picks(new Dictionary<string, string> { [NamespaceName] = peer.Namespace ?? "" })
            : peer.Namespace == manifests.Namespace;
        return inNamespace && (named.PodSelector is null || named.PodSelector.Picks(peer.Labels));
    }

    private static bool Holds(V1IPBlock block, IPAddress address) =>
        IPNetwork.Parse(block.Cidr).Contains(address) && !(block.Except ?? []).Any(each => IPNetwork.Parse(each).Contains(address));

    private static bool Names(IList<V1NetworkPolicyPort>? ports, Peer to, int port, string protocol) =>
        ports is null or [] || ports.Any(each => (each.Protocol ?? "TCP") == protocol && IsIn(each, to, port));

    private static bool IsIn(V1NetworkPolicyPort range, Peer to, int port)
    {
        if (range.Port is null)
            return true;
        if (!int.TryParse(range.Port.Value, out var first))
            return to.Ports.TryGetValue(range.Port.Value, out var named) && named == port;

        return port >= first && port <= (range.EndPort ?? first);
    }
}
