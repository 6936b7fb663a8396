namespace StorePush.Deployment.Tests.CustomResources;

/// <summary>Of the Gateway API.</summary>
internal sealed class HttpRoute : CustomResource<HttpRoute.RouteSpec>
{
    internal sealed class RouteSpec
    {
        public IList<Parent> ParentRefs { get; set; } = [];

        public IList<string> Hostnames { get; set; } = [];

        public IList<Rule> Rules { get; set; } = [];
    }

    internal sealed class Parent
    {
        public string? Name { get; set; }

        public string? SectionName { get; set; }
    }

    internal sealed class Rule
    {
        public IList<Match> Matches { get; set; } = [];

        public Timeouts? Timeouts { get; set; }

        public IList<Backend> BackendRefs { get; set; } = [];
    }

    internal sealed class Match
    {
        public PathMatch? Path { get; set; }
    }

    internal sealed class PathMatch
    {
        public string? Type { get; set; }

        public string? Value { get; set; }
    }

    internal sealed class Timeouts
    {
        public string? Request { get; set; }

        public string? BackendRequest { get; set; }
    }

    internal sealed class Backend
    {
        public string? Name { get; set; }

        public int Port { get; set; }
    }
}
