using System.Globalization;
using System.Net;
using System.Text;
using StorePush.Gateway.LoadBalancing;
using StorePush.Hosting.Health;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;

namespace StorePush.Gateway.Upstreams;

/// <summary>The services behind the gateway, as YARP's clusters.</summary>
internal static class Clusters
{
    public const string Ingest = "ingest";
    public const string Delivery = "delivery";
    public const string Edge = "edge";

    public static IReadOnlyList<string> All { get; } = [Ingest, Delivery, Edge];

    public static IReadOnlyList<ClusterConfig> Of(GatewayOptions options) =>
    [
        Create(options, Ingest, options.Ingest, options.CallTimeout, LoadBalancingPolicies.PowerOfTwoChoices),
        Create(options, Delivery, options.Delivery, options.CallTimeout, LoadBalancingPolicies.PowerOfTwoChoices),
        Create(options, Edge, options.Edge, options.SocketTimeout, StoreAffinityPolicy.PolicyName),
    ];

    private static ClusterConfig Create(
        GatewayOptions options, string id, string urls, TimeSpan activityTimeout, string loadBalancing) => new()
        {
            ClusterId = id,
            LoadBalancingPolicy = loadBalancing,
            Destinations = UpstreamUrls.Parse(urls)
                .ToDictionary(url => url.ToString(), url => new DestinationConfig { Address = url.ToString() }),
            HttpClient = new HttpClientConfig
            {
                // What Kestrel takes. By default only ASCII is sent on, and a caller with another header would get a 503.
                RequestHeaderEncoding = Encoding.UTF8.WebName,
            },
            HttpRequest = new ForwarderRequestConfig
            {
                // Sockets need it, and between machines that trust each other HTTP/2 wins nothing for short calls.
                Version = HttpVersion.Version11,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                ActivityTimeout = activityTimeout,
            },
            HealthCheck = new HealthCheckConfig
            {
                // The default policy sends requests to sick processes when there is no other.
                AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyAndUnknown,
                Active = new ActiveHealthCheckConfig
                {
                    Enabled = true,
                    Path = HealthEndpoints.ReadyPath,
                    Interval = options.HealthInterval,
                    Timeout = options.HealthTimeout,
                    Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
                },
            },
            Metadata = new Dictionary<string, string>
            {
                [ConsecutiveFailuresHealthPolicyOptions.ThresholdMetadataName] =
                    options.HealthFailures.ToString(CultureInfo.InvariantCulture),
            },
        };
}
