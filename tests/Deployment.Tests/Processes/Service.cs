using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StorePush.Delivery;
using StorePush.Edge;
using StorePush.Gateway;
using StorePush.Hosting;
using StorePush.Hosting.Messaging;
using StorePush.Ingest;

namespace StorePush.Deployment.Tests.Processes;

/// <summary>A service with the configuration of a manifest, built but not started.</summary>
internal sealed class Service : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Service(WebApplication app) => _app = app;

    /// <summary>How long it may take to stop.</summary>
    public TimeSpan LongestStop => _app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;

    public TResult Get<TResult>()
        where TResult : notnull => _app.Services.GetRequiredService<TResult>();

    /// <summary>The paths that it answers without any variable part.</summary>
    public IEnumerable<string> Paths => ((IEndpointRouteBuilder)_app).DataSources
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(endpoint => $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}");

    /// <exception cref="OptionsValidationException">The configuration is wrong.</exception>
    public static Service Build(string name, IEnumerable<KeyValuePair<string, string>> configuration)
    {
        // MassTransit has one log for all buses of this process, and would go on with that of a bus that is gone.
        LogContext.ConfigureCurrentLogContext(NullLoggerFactory.Instance);

        return new(ServiceHost.Build(
            [.. configuration.Select(each => $"--{each.Key.Replace("__", ":", StringComparison.Ordinal)}={each.Value}")],
            builder =>
            {
                builder.Logging.ClearProviders();
                Add(name, builder);
            },
            _ => { }));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void Add(string name, WebApplicationBuilder builder)
    {
        switch (name)
        {
            case nameof(Ingest):
                builder.AddIngest();
                builder.AddMessaging();
                break;
            case nameof(Delivery):
                builder.AddDelivery();
                builder.AddMessaging(bus => bus.AddDeliveryConsumers(builder.Configuration));
                break;
            case nameof(Edge):
                builder.AddEdge();
                builder.AddMessaging(EdgeModule.AddEdgeConsumers);
                break;
            case nameof(Gateway):
                builder.AddGateway();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(name));
        }
    }
}
