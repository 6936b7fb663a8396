namespace StorePush.Deployment.Tests.CustomResources;

/// <summary>The Gateway of the Gateway API.</summary>
internal sealed class EntryGateway : CustomResource<EntryGateway.GatewaySpec>
{
    internal sealed class GatewaySpec
    {
        public string? GatewayClassName { get; set; }

        public IList<Listener> Listeners { get; set; } = [];
    }

    internal sealed class Listener
    {
        public string? Name { get; set; }

        public string? Protocol { get; set; }

        public int Port { get; set; }

        public string? Hostname { get; set; }

        public Tls? Tls { get; set; }

        public AllowedRoutes? AllowedRoutes { get; set; }
    }

    internal sealed class Tls
    {
        public string? Mode { get; set; }

        public IList<Reference> CertificateRefs { get; set; } = [];
    }

    internal sealed class AllowedRoutes
    {
        public RouteNamespaces? Namespaces { get; set; }
    }

    internal sealed class RouteNamespaces
    {
        public string? From { get; set; }
    }

    internal sealed class Reference
    {
        public string? Name { get; set; }
    }
}
