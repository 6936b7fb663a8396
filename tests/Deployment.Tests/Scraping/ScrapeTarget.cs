using StorePush.Deployment.Tests.Flows;

namespace StorePush.Deployment.Tests.Scraping;

/// <summary>Whom Prometheus asks for a job.</summary>
internal sealed record ScrapeTarget(ScrapeJob Job, Peer Peer, int Port);
