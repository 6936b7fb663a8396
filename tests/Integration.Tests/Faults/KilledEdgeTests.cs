using StorePush.Integration.Tests.Deployments;
using StorePush.Tests.Common.Servers;

namespace StorePush.Integration.Tests.Faults;

/// <summary>Edges hold nothing that could be lost.</summary>
public sealed class KilledEdgeTests(RabbitMqServer rabbitMq, PostgresServer postgres)
{
    private const string Store = "S1";

    [Fact]
    public async Task An_edge_that_is_killed_loses_nothing()
    {
        await using var deployment = await Deployment.PrepareAsync(new Servers(rabbitMq, postgres));
        await deployment.StartIngestAsync();
        await deployment.StartDeliveryAsync();
        await deployment.StartEdgeAsync();
        await using var edge = await ServiceProcess.StartAsync(
            "Edge",
            Path.GetTempPath(),
            ("Auth__SigningKey", Deployment.SigningKey),
            ("Broker__Url", deployment.Broker.Url.ToString()));
        await deployment.StartGatewayAsync(edge.Url);
        using var platform = deployment.Platform();
        await using var terminal = await deployment.ConnectAsync(edge.Url, Store, "till-1");
        var rung = await platform.PlaceAsync(Store, "rung");
        await terminal.ExpectMessageAsync(rung);

        await edge.KillAsync();
        var missed = await platform.PlaceAsync(Store, "missed");

        await terminal.ClosedAsync();
        await using var again = await deployment.ConnectAsync(Store, "till-1");
        await again.ExpectMessageAsync(rung);
        await again.ExpectMessageAsync(missed);
        await again.AcknowledgeAsync(rung);
        await again.AcknowledgeAsync(missed);
        await platform.UntilAsync(rung, "delivered");
        await platform.UntilAsync(missed, "delivered");
    }
}
