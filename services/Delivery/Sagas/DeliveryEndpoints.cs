using MassTransit;
using StorePush.Contracts;
using StorePush.Delivery.Acknowledgements;
using StorePush.Hosting.Messaging;

namespace StorePush.Delivery.Sagas;

/// <summary>
/// The saga's two queues. Acknowledgements have their own: behind the orders of a long queue they would wait while their messages,
/// still pending in the database, ring again.
/// </summary>
internal static class DeliveryEndpoints
{
    public static void Configure(IRegistrationContext context, string queue, IReceiveEndpointConfigurator endpoint)
    {
        if (queue != Queues.Deliveries)
            return;

        endpoint.ConfigureConsumeTopology = false;
        endpoint.BindAll<OrderPlaced>();
        endpoint.BindAll<OrderCancelled>();
        endpoint.BindAll<ExpiryElapsed>();
    }

    public static AdditionalEndpoint Acknowledgements { get; } = new(Queues.Acknowledgements, (context, endpoint) =>
    {
        endpoint.ConfigureConsumeTopology = false;
        endpoint.BindAll<DevicesAcknowledged>();
        endpoint.Split((DevicesAcknowledged many) => many.Acknowledgements);
        endpoint.UseFilter(new AckBacklogFilter(context.GetRequiredService<AckBacklog>()));
        endpoint.ConfigureSaga<DeliveryState>(context);
    });
}
