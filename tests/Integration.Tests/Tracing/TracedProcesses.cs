using StorePush.Tests.Common.Servers;

namespace StorePush.Integration.Tests.Tracing;

/// <summary>
/// The services and two gateways, each a process of its own, as listeners to traces are one for a whole process. One gateway traces all
/// calls, the other none.
/// </summary>
public sealed class TracedProcesses(RabbitMqServer rabbitMq, PostgresServer postgres) : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("storepush-").FullName;
    private readonly List<ServiceProcess> _processes = [];
    private VirtualHost _broker = null!;
    private PostgresDatabase _database = null!;

    internal Collector Collector { get; private set; } = null!;

    internal Uri Tracing { get; private set; } = null!;

    internal Uri NotTracing { get; private set; } = null!;

    internal IReadOnlyList<ServiceProcess> Services { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        Collector = await Collector.StartAsync();
        _broker = await rabbitMq.CreateVirtualHostAsync(CancellationToken.None);
        _database = await postgres.CreateDatabaseAsync(CancellationToken.None);

        Services = await Task.WhenAll(
            StartAsync("Ingest"), StartAsync("Delivery", ("Delivery__PushIntervals", "00:00:01")), StartAsync("Edge"));
        var gateways = await Task.WhenAll(StartGatewayAsync(share: "1"), StartGatewayAsync(share: "0"));
        (Tracing, NotTracing) = (gateways[0].Url, gateways[1].Url);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        await Collector.DisposeAsync();
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private Task<ServiceProcess> StartGatewayAsync(string share) => StartAsync(
        "Gateway",
        ("Gateway__Ingest", $"{Services[0].Url}"),
        ("Gateway__Delivery", $"{Services[1].Url}"),
        ("Gateway__Edge", $"{Services[2].Url}"),
        ("OTEL_TRACES_SAMPLER", "traceidratio"),
        ("OTEL_TRACES_SAMPLER_ARG", share));

    private async Task<ServiceProcess> StartAsync(string name, params (string, string)[] more)
    {
        (string, string)[] environment =
        [
            ("Auth__SigningKey", TestToken.SigningKey),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", $"{Collector.Url}"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"),
            .. more,
        ];
        if (name != "Gateway")
            environment = [.. environment, ("Broker__Url", $"{_broker.Url}")];
        if (name == "Delivery")
            environment = [.. environment, ("Database__ConnectionString", _database.ConnectionString)];

        var process = await ServiceProcess.StartAsync(name, _directory, environment);
        lock (_processes)
            _processes.Add(process);
        return process;
    }
}
