namespace StorePush.Deployment.Tests.Scraping;

/// <summary>What Prometheus reads from processes of a kind.</summary>
/// <param name="Name">The label <c>job</c> of all that it reads there.</param>
/// <param name="Path">Where.</param>
/// <param name="Family">Which family of metrics it asks for, where it does.</param>
internal sealed record ScrapeJob(string Name, string Path, string? Family);
