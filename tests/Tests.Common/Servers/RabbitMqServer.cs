using System.Net.Http.Headers;
using System.Text;
using Testcontainers.RabbitMq;
using Xunit;

namespace StorePush.Tests.Common.Servers;

/// <summary>A RabbitMQ for the tests of one assembly, started when the first test asks for a virtual host.</summary>
/// <remarks>
/// Use as an assembly fixture. If <c>STOREPUSH_TEST_BROKER</c> has the URL of a broker (<c>amqp://user:password@host:port</c>), that one
/// is used, else a container. The management API is needed to make virtual hosts: of a given broker it is expected at its port + 10,000,
/// as by default.
/// </remarks>
public sealed class RabbitMqServer : IAsyncLifetime
{
    private const string Variable = "STOREPUSH_TEST_BROKER";
    private const string Image = "rabbitmq:4-management-alpine";
    private const int AmqpPort = 5672;
    private const int ManagementPort = 15672;
    private const int ManagementOffset = ManagementPort - AmqpPort;

    private readonly SemaphoreSlim _starting = new(1);
    private RabbitMqContainer? _container;
    private Uri? _amqp;
    private HttpClient? _management;

    /// <summary>The container, once a virtual host was asked for; null when the broker was given.</summary>
    public ServerContainer? Container { get; private set; }

    /// <summary>Nothing yet: a run that needs no RabbitMQ starts none.</summary>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Makes an empty virtual host, which is deleted when disposed of.</summary>
    public async Task<VirtualHost> CreateVirtualHostAsync(CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken);
        var name = $"test-{Guid.CreateVersion7():n}";
        using var response = await _management!.PutAsync($"api/vhosts/{name}", null, cancellationToken);
        response.EnsureSuccessStatusCode();
        return new VirtualHost(_management, new UriBuilder(_amqp!) { Path = name }.Uri, name);
    }

    /// <summary>Removes the container, if there is one.</summary>
    public async ValueTask DisposeAsync()
    {
        _management?.Dispose();
        if (_container is not null)
            await _container.DisposeAsync();
        _starting.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            if (_management is not null)
                return;

            var (amqp, managementPort) = await FindAsync(cancellationToken);
            _amqp = amqp;
            _management = new HttpClient { BaseAddress = new UriBuilder("http", amqp.Host, managementPort).Uri };
            _management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(amqp.UserInfo))));
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task<(Uri Amqp, int ManagementPort)> FindAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            var url = new Uri(given);
            var port = url.Port > 0 ? url.Port : AmqpPort;
            return (new UriBuilder(url) { Port = port }.Uri, port + ManagementOffset);
        }

        _container = new RabbitMqBuilder(Image)
            .WithPortBinding(ServerPorts.Free(), AmqpPort)
            .WithPortBinding(ServerPorts.Free(), ManagementPort)
            .WithLabel(TestRun.Label, TestRun.Id)
            .Build();
        await _container.StartAsync(cancellationToken);
        Container = new ServerContainer(_container.Id);
        return (new Uri(_container.GetConnectionString()), _container.GetMappedPublicPort(ManagementPort));
    }
}
