using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StorePush.Delivery;
using StorePush.Edge;
using StorePush.Gateway;
using StorePush.Hosting;
using StorePush.Hosting.Authentication;
using StorePush.Hosting.Health;
using StorePush.Hosting.Messaging;
using StorePush.Ingest;
using StorePush.Tests.Common.Servers;

namespace StorePush.Integration.Tests.Deployments;

/// <summary>
/// StorePush as a platform team runs it: two of each service behind the gateway, on a RabbitMQ virtual host and a PostgreSQL database of
/// its own. The services run in this process, each on its own port, and share nothing but broker and database.
/// </summary>
internal sealed class Deployment : IAsyncDisposable
{
    public const string SigningKey = "integration-tests-sign-with-this-key";

    private readonly List<WebApplication> _running = [];
    private readonly string[] _options;

    private Deployment(VirtualHost broker, PostgresDatabase database, string[] options) =>
        (Broker, Database, _options) = (broker, database, options);

    public VirtualHost Broker { get; }

    public PostgresDatabase Database { get; }

    public Uri Gateway { get; private set; } = null!;

    public List<WebApplication> Ingests { get; } = [];

    public List<WebApplication> Deliveries { get; } = [];

    public List<WebApplication> Edges { get; } = [];

    /// <summary>An empty broker and an empty database, and no service yet.</summary>
    /// <param name="servers">Where to make them.</param>
    /// <param name="options">Configuration for all services, as on a command line.</param>
    public static async Task<Deployment> PrepareAsync(Servers servers, params string[] options) =>
        new(
            await servers.RabbitMq.CreateVirtualHostAsync(CancellationToken.None),
            await servers.Postgres.CreateDatabaseAsync(CancellationToken.None),
            options);

    /// <summary>Two of each service, and the gateway.</summary>
    public static async Task<Deployment> StartAsync(Servers servers, params string[] options)
    {
        var deployment = await PrepareAsync(servers, options);
        await deployment.StartDeliveryAsync();
        await deployment.StartDeliveryAsync();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await deployment.StartEdgeAsync();
            await deployment.StartIngestAsync();
        }

        await deployment.StartGatewayAsync();
        return deployment;
    }

    public async Task<WebApplication> StartIngestAsync(Uri? broker = null)
    {
        var ingest = await StartAsync(
            builder =>
            {
                builder.AddIngest();
                builder.AddMessaging();
            },
            app => app.MapIngest(),
            broker);
        Ingests.Add(ingest);
        return ingest;
    }

    public async Task<WebApplication> StartDeliveryAsync()
    {
        var delivery = await StartAsync(
            builder =>
            {
                builder.AddDelivery();
                builder.AddMessaging(bus => bus.AddDeliveryConsumers(builder.Configuration));
            },
            app => app.MapDelivery());
        Deliveries.Add(delivery);
        return delivery;
    }

    /// <param name="broker">How it reaches the broker, if not directly.</param>
    /// <param name="prepare">What happens before it starts.</param>
    public async Task<WebApplication> StartEdgeAsync(Uri? broker = null, Func<WebApplication, Task>? prepare = null)
    {
        var edge = await StartAsync(
            builder =>
            {
                builder.AddEdge();
                builder.AddMessaging(bus => bus.AddEdgeConsumers());
            },
            app => app.MapEdge(),
            broker,
            prepare);
        Edges.Add(edge);
        return edge;
    }

    /// <summary>The gateway, once it can take nobody for not ready.</summary>
    public async Task StartGatewayAsync(params Uri[] moreEdges)
    {
        foreach (var delivery in Deliveries)
            await WaitUntilReadyAsync(delivery, _ => true);
        string List(IEnumerable<WebApplication> upstreams) => string.Join(',', upstreams.Select(Url));
        var gateway = await StartAsync(
            builder => builder.AddGateway(),
            app => app.MapGateway(),
            broker: null,
            prepare: null,
            $"--Gateway:Ingest={List(Ingests)}",
            $"--Gateway:Delivery={List(Deliveries)}",
            $"--Gateway:Edge={string.Join(',', Edges.Select(Url).Concat(moreEdges))}",
            "--Gateway:HealthInterval=00:00:00.5");
        Gateway = Url(gateway);
    }

    /// <summary>A caller of the API through the gateway.</summary>
    public Platform Platform() => new(Gateway, Token($"{Scopes.OrdersWrite} {Scopes.MessagesRead} {Scopes.DevicesWrite}"));

    /// <summary>Connects a terminal through the gateway.</summary>
    public Task<Terminal> ConnectAsync(string storeId, string deviceId) => ConnectAsync(Gateway, storeId, deviceId);

    /// <summary>Connects a terminal to a process of one's choice.</summary>
    public Task<Terminal> ConnectAsync(Uri url, string storeId, string deviceId) =>
        Terminal.ConnectAsync(url, storeId, deviceId, DeviceToken(storeId, deviceId));

    public string DeviceToken(string storeId, string deviceId) => Issuer.IssueForDevice(storeId, deviceId, null).Token;

    public static Uri Url(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public async ValueTask DisposeAsync()
    {
        // Gateway and edges first, as one would stop them.
        foreach (var app in _running.AsEnumerable().Reverse())
            await app.DisposeAsync();
        await Broker.DisposeAsync();
        await Database.DisposeAsync();
    }

    private TokenIssuer Issuer => Ingests[0].Services.GetRequiredService<TokenIssuer>();

    private string Token(string scope) => Issuer.Issue("platform", scope, null, TimeSpan.FromHours(1)).Token;

    private async Task<WebApplication> StartAsync(
        Action<WebApplicationBuilder> add,
        Action<WebApplication> map,
        Uri? broker = null,
        Func<WebApplication, Task>? prepare = null,
        params string[] more)
    {
        string[] args =
        [
            "--urls=http://127.0.0.1:0",
            $"--Auth:SigningKey={SigningKey}",
            $"--Broker:Url={broker ?? Broker.Url}",
            $"--Database:ConnectionString={Database.ConnectionString}",
            "--Edge:DrainPeriod=00:00:01",
            .. _options,
            .. more,
        ];
        var app = ServiceHost.Build(args, add, map);
        _running.Add(app);
        if (prepare is not null)
            await prepare(app);
        await app.StartAsync();
        // A Delivery knows after 2 seconds which acknowledgements wait. Who calls it without the gateway need not wait: there are none.
        await WaitUntilReadyAsync(app, check => check.Name != "acknowledgements");
        return app;
    }

    private static async Task WaitUntilReadyAsync(WebApplication app, Func<HealthCheckRegistration, bool> counts)
    {
        var health = app.Services.GetRequiredService<HealthCheckService>();
        await Bounded.UntilAsync(async () =>
        {
            var report = await health.CheckHealthAsync(
                check => check.Tags.Contains(HealthEndpoints.ReadyTag) && counts(check), TestContext.Current.CancellationToken);
            return report.Status == HealthStatus.Healthy;
        });
    }
}
