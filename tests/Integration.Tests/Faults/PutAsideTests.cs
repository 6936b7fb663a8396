using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StorePush.Hosting.Messaging;
using StorePush.Integration.Tests.Deployments;
using StorePush.Tests.Common.Servers;

namespace StorePush.Integration.Tests.Faults;

/// <summary>A message that can never be consumed.</summary>
public sealed class PutAsideTests(RabbitMqServer rabbitMq, PostgresServer postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Queues.Deliveries)]
    [InlineData(Queues.Acknowledgements)]
    [InlineData(Queues.Devices)]
    [InlineData(Queues.Edges)]
    [InlineData(Queues.Webhooks)]
    public async Task What_can_not_be_read_is_put_aside_with_its_reason_and_counted(string queue)
    {
        await using var deployment = await Deployment.PrepareAsync(
            new Servers(rabbitMq, postgres), "--Webhooks:Url=http://127.0.0.1:1/", $"--Webhooks:Secret={WebhookReceiver.Secret}");
        var delivery = await deployment.StartDeliveryAsync();
        var counted = new ConcurrentQueue<object?>();
        using var listener = Listen(delivery.Services.GetRequiredService<IMeterFactory>(), counted);

        await deployment.Broker.SendAsync(HttpMethod.Post, "exchanges", "/amq.default/publish", Garbage(queue), Cancellation);

        await Bounded.UntilAsync(() => Task.FromResult(!counted.IsEmpty));
        counted.ShouldBe([$"{queue}_error"]);
        (await ReasonAsync(deployment.Broker, $"{queue}_error")).ShouldNotBeNullOrEmpty();
    }

    private static MeterListener Listen(IMeterFactory meters, ConcurrentQueue<object?> counted)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Name == "storepush.messaging.put_aside")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Enqueue(tags[0].Value));
        listener.Start();
        return listener;
    }

    private static string Garbage(string queue) => JsonSerializer.Serialize(new
    {
        routing_key = queue,
        payload = "no message",
        payload_encoding = "string",
        properties = new { content_type = "application/vnd.masstransit+json" },
    });

    private static async Task<string?> ReasonAsync(VirtualHost broker, string queue)
    {
        using var messages = JsonDocument.Parse(await broker.SendAsync(
            HttpMethod.Post,
            "queues",
            $"/{queue}/get",
            """{"count":1,"ackmode":"ack_requeue_true","encoding":"auto"}""",
            Cancellation));
        return messages.RootElement[0].GetProperty("properties").GetProperty("headers").GetProperty("MT-Fault-Message").GetString();
    }
}
