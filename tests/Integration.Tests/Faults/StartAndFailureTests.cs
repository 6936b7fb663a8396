using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StorePush.Hosting.Health;
using StorePush.Integration.Tests.Deployments;
using StorePush.Tests.Common.Servers;

namespace StorePush.Integration.Tests.Faults;

/// <summary>Processes that are not there yet, go away, and come back.</summary>
public sealed class StartAndFailureTests(RabbitMqServer rabbitMq, PostgresServer postgres)
{
    private const string Store = "S1";

    /// <summary>Seconds, on a busy machine, and not the half minute that MassTransit takes by itself.</summary>
    private static readonly TimeSpan LongestReconnect = TimeSpan.FromSeconds(25);

    private readonly Servers _servers = new(rabbitMq, postgres);

    [Fact]
    public async Task An_order_that_was_accepted_before_Delivery_ever_ran_is_delivered()
    {
        await using var deployment = await Deployment.PrepareAsync(_servers);
        var ingest = await deployment.StartIngestAsync();
        using var platform = new Platform(Deployment.Url(ingest), PlatformToken(ingest));
        var id = await platform.PlaceAsync(Store, "1");

        await deployment.StartDeliveryAsync();
        await deployment.StartEdgeAsync();
        await deployment.StartGatewayAsync();
        await using var terminal = await deployment.ConnectAsync(Store, "till-1");

        await terminal.ExpectMessageAsync(id);
    }

    [Fact]
    public async Task That_the_waiting_acknowledgements_are_known_is_part_of_being_ready()
    {
        await using var deployment = await Deployment.PrepareAsync(_servers);
        var delivery = await deployment.StartDeliveryAsync();
        var health = delivery.Services.GetRequiredService<HealthCheckService>();

        await Bounded.UntilAsync(async () =>
        {
            var report = await health.CheckHealthAsync(
                check => check.Tags.Contains(HealthEndpoints.ReadyTag), TestContext.Current.CancellationToken);
            return report.Entries["acknowledgements"].Status == HealthStatus.Healthy;
        });
    }

    [Fact]
    public async Task Without_the_broker_orders_are_refused_within_5_seconds_and_accepted_again_when_it_is_back()
    {
        await using var deployment = await Deployment.PrepareAsync(_servers, "--Broker:ConfirmTimeout=00:00:02");
        await using var link = TcpLink.Open(deployment.Broker.Url);
        var ingest = await deployment.StartIngestAsync(link.Url);
        using var platform = new Platform(Deployment.Url(ingest), PlatformToken(ingest));
        await platform.PlaceAsync(Store, "before");

        link.Cut();
        var watch = Stopwatch.StartNew();
        using var refused = await platform.PostAsync(
            $"/v1/stores/{Store}/orders", """{"platform":"meituan","orderId":"during","order":{}}""");

        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));

        link.Mend();
        await Bounded.UntilAsync(
            async () =>
            {
                using var response = await platform.PostAsync(
                    $"/v1/stores/{Store}/orders", """{"platform":"meituan","orderId":"after","order":{}}""");
                return response.StatusCode == HttpStatusCode.Accepted;
            },
            LongestReconnect);
    }

    [Fact]
    public async Task When_one_Delivery_stops_the_other_carries_on()
    {
        await using var deployment = await Deployment.StartAsync(_servers);
        using var platform = deployment.Platform();
        await using var terminal = await deployment.ConnectAsync(Store, "till-1");

        await deployment.Deliveries[0].StopAsync(TestContext.Current.CancellationToken);

        foreach (var n in Enumerable.Range(0, 10))
        {
            var id = await platform.PlaceAsync(Store, $"{n}");
            await terminal.ExpectMessageAsync(id);
            await terminal.AcknowledgeAsync(id);
        }
    }

    [Fact]
    public async Task A_device_of_an_edge_that_stops_is_sent_away_and_finds_its_messages_on_the_other()
    {
        await using var deployment = await Deployment.StartAsync(_servers);
        using var platform = deployment.Platform();
        await using var terminal = await deployment.ConnectAsync(Deployment.Url(deployment.Edges[0]), Store, "till-1");
        var id = await platform.PlaceAsync(Store, "1");
        await terminal.ExpectMessageAsync(id);

        await deployment.Edges[0].StopAsync(TestContext.Current.CancellationToken);

        await terminal.ExpectAsync("reconnect");
        (await terminal.ClosedAsync()).ShouldBe(1012);
        await using var again = await deployment.ConnectAsync(Store, "till-1");
        (await again.ExpectMessageAsync(id)).GetProperty("push").GetInt32().ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_message_without_an_ack_is_pushed_again_until_there_is_one()
    {
        await using var deployment = await Deployment.StartAsync(
            _servers, "--Delivery:PushIntervals=00:00:01", "--Delivery:SweepInterval=00:00:00.1");
        using var platform = deployment.Platform();
        var waiting = await platform.PlaceAsync(Store, "0");
        await platform.UntilAsync(waiting, "pending");
        await using var terminal = await deployment.ConnectAsync(Store, "till-1");
        // It has been sent what waited, which would count as a push of a message placed meanwhile.
        await terminal.ExpectMessageAsync(waiting);
        await SettleAsync(platform, terminal, waiting);

        var id = await platform.PlaceAsync(Store, "1");
        await ExpectPushesAsync(terminal, id, after: waiting);
        await SettleAsync(platform, terminal, id);
        var pushes = (await platform.GetMessageAsync(id)).GetProperty("pushes").GetInt32();

        // In the time in which another one rings three times.
        await ExpectPushesAsync(terminal, await platform.PlaceAsync(Store, "2"), after: id);
        pushes.ShouldBeGreaterThanOrEqualTo(3);
        (await platform.GetMessageAsync(id)).GetProperty("pushes").GetInt32().ShouldBe(pushes);
    }

    private static async Task SettleAsync(Platform platform, Terminal terminal, Guid messageId)
    {
        await terminal.SendAsync($$"""{"type":"ack","id":"{{messageId}}"}""");
        await platform.UntilAsync(messageId, "delivered");
    }

    /// <summary>A message rings three times, and nothing else does; what was under way of the one before comes first.</summary>
    private static async Task ExpectPushesAsync(Terminal terminal, Guid messageId, Guid after)
    {
        var frame = await terminal.NextAsync();
        while (frame.GetProperty("id").GetGuid() == after)
            frame = await terminal.NextAsync();

        var pushes = new List<int>();
        while (true)
        {
            frame.GetProperty("type").GetString().ShouldBe("message");
            frame.GetProperty("id").GetGuid().ShouldBe(messageId);
            pushes.Add(frame.GetProperty("push").GetInt32());
            if (pushes.Count == 3)
                break;
            frame = await terminal.NextAsync();
        }

        // One that is overtaken by the next is dropped.
        pushes.ShouldBe(pushes.Distinct().Order());
    }

    private static string PlatformToken(Microsoft.AspNetCore.Builder.WebApplication ingest) =>
        ((Hosting.Authentication.TokenIssuer)ingest.Services.GetService(typeof(Hosting.Authentication.TokenIssuer))!)
        .Issue("platform", "orders:write", null, TimeSpan.FromHours(1)).Token;
}
