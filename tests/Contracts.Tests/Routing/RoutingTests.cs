using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using StorePush.Contracts.Tests.Messages;
using StorePush.Contracts.Tests.Processes;
using StorePush.Hosting.Messaging;

namespace StorePush.Contracts.Tests.Routing;

/// <summary>Exchanges and queues outlive every process: a renamed one leaves its messages behind, and old and new run side by side.</summary>
public sealed class RoutingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_queues_have_the_names_that_they_always_had()
    {
        Queues.Deliveries.ShouldBe("storepush-deliveries");
        Queues.Acknowledgements.ShouldBe("storepush-acknowledgements");
        Queues.Devices.ShouldBe("storepush-devices");
        Queues.Edges.ShouldBe("storepush-edges");
        Queues.Webhooks.ShouldBe("storepush-webhooks");
        Queues.Edge("edge-1").ShouldBe("storepush-edge-edge-1");
    }

    [Theory]
    [InlineData("ingest")]
    [InlineData("delivery")]
    [InlineData("edge")]
    public async Task Every_service_publishes_in_the_same_way(string service)
    {
        await using var process = Build(service);

        GoldenFile.ShouldHold("published.txt", Lines(Published(process)));
    }

    [Theory]
    [InlineData("delivery")]
    [InlineData("edge")]
    public async Task A_service_consumes_from_the_queues_that_it_always_had(string service)
    {
        await using var process = Build(service);

        GoldenFile.ShouldHold($"received-by-{service}.txt", Lines(Received(process)));
    }

    [Fact]
    public async Task A_Delivery_with_webhooks_has_one_queue_more_and_declares_it_before_it_publishes()
    {
        await using var without = Build("delivery");
        await using var with = Process.DeliveryWithWebhooks();

        GoldenFile.ShouldHold("received-for-webhooks.txt", Lines(More(Received)));
        GoldenFile.ShouldHold("published-for-webhooks.txt", Lines(More(Published)));

        IEnumerable<string> More(Func<WebApplication, IEnumerable<string>> topology) => topology(with).Except(topology(without));
    }

    [Fact]
    public async Task A_command_to_an_edge_is_routed_by_the_edge()
    {
        await using var process = Process.Delivery();
        var bus = process.Services.GetRequiredService<IBus>();

        (await RoutingKeyAsync<PushToStore>(bus)).ShouldBe("edge-1");
        (await RoutingKeyAsync<SettleAtStore>(bus)).ShouldBe("edge-1");
        (await RoutingKeyAsync<CloseConnection>(bus)).ShouldBe("edge-1");
        (await RoutingKeyAsync<PrepareEdge>(bus)).ShouldBe("edge-1");
    }

    private static WebApplication Build(string service) => service switch
    {
        "ingest" => Process.Ingest(),
        "delivery" => Process.Delivery(),
        _ => Process.Edge(),
    };

    private static IEnumerable<string> Published(WebApplication process) =>
        Topology.Published(process.Services.GetRequiredService<IBus>());

    private static IEnumerable<string> Received(WebApplication process) =>
        Topology.Received(process.Services.GetRequiredService<IBusControl>(), Cancellation);

    private static Task<string> RoutingKeyAsync<TCommand>(IBus bus)
        where TCommand : class =>
        SendFilters<TCommand>.RoutingKeyAsync(bus, (TCommand)Samples.All.First(sample => sample.Type == typeof(TCommand)).Message, Cancellation);

    private static string Lines(IEnumerable<string> lines) =>
        string.Concat(lines.Distinct().Order(StringComparer.Ordinal).Select(line => $"{line}\n"));
}
