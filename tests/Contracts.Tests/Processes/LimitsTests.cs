using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StorePush.Edge;
using StorePush.Gateway;
using StorePush.Hosting.Limits;
using StorePush.Ingest;

namespace StorePush.Contracts.Tests.Processes;

/// <summary>Every process has the limits of the web server, and the defaults leave the room that callers were promised.</summary>
public sealed class LimitsTests
{
    private const int OrdersPerSecond = 5_000;
    private const int Sockets = 20_000;
    private const int SocketsPerSecond = 2_000;

    private static readonly HttpOptions Http = new();

    public static TheoryData<string> Processes => LoggingTests.Processes;

    [Theory]
    [MemberData(nameof(Processes))]
    public async Task The_web_server_of_every_process_has_limits(string name)
    {
        await using var app = Process.Of(name, _ => { });

        var limits = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        limits.MaxConcurrentConnections.ShouldBe(Http.MaxConnections);
        limits.MaxConcurrentUpgradedConnections.ShouldBe(Http.MaxConnections);
        limits.MaxRequestLineSize.ShouldBe(Http.MaxUrlBytes);
        limits.MaxRequestHeaderCount.ShouldBe(Http.MaxHeaders);
        limits.MaxRequestHeadersTotalSize.ShouldBe(Http.MaxHeaderBytes);
        limits.RequestHeadersTimeout.ShouldBe(Http.HeadTimeout);
        limits.KeepAliveTimeout.ShouldBe(Http.IdleTimeout);
        limits.MinRequestBodyDataRate.ShouldNotBeNull().BytesPerSecond.ShouldBe(Http.MinBytesPerSecond);
        limits.MinResponseDataRate.ShouldNotBeNull().GracePeriod.ShouldBe(Http.SlowGrace);
        limits.MaxRequestBodySize.ShouldNotBeNull().ShouldBeLessThan(20 * 1_024 * 1_024);
    }

    [Theory]
    [MemberData(nameof(Processes))]
    public async Task Two_seconds_of_the_fastest_connecting_may_wait_to_be_accepted_by_every_process(string name)
    {
        await using var app = Process.Of(name, _ => { });

        app.Services.GetRequiredService<IOptions<SocketTransportOptions>>().Value.Backlog.ShouldBeGreaterThanOrEqualTo(2 * SocketsPerSecond);
    }

    [Theory]
    [MemberData(nameof(Processes))]
    public void A_worker_of_no_process_spins(string name)
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{name}.runtimeconfig.json"));
        using var settings = JsonDocument.Parse(file);

        settings.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties")
            .GetProperty("System.Threading.ThreadPool.UnfairSemaphoreSpinLimit").GetInt32().ShouldBe(0);
    }

    [Fact]
    public void One_caller_may_place_as_many_orders_as_was_promised()
    {
        var ingest = new IngestOptions();

        ingest.MessagesPerSecond.ShouldBeGreaterThanOrEqualTo(OrdersPerSecond);
        ingest.MessageBurst.ShouldBeGreaterThanOrEqualTo(OrdersPerSecond);
    }

    [Fact]
    public void One_address_may_open_as_many_sockets_as_was_promised_and_as_fast()
    {
        var (gateway, edge) = (new GatewayOptions(), new EdgeOptions());

        new[] { gateway.MaxSocketsPerAddress, gateway.MaxConnectionsPerAddress, edge.MaxConnections, Http.MaxConnections }
            .ShouldAllBe(limit => limit >= Sockets);
        new[] { gateway.HandshakesPerAddress, gateway.HandshakeBurstPerAddress, edge.HandshakesPerSecond }
            .ShouldAllBe(limit => limit >= SocketsPerSecond);
    }
}
