using MassTransit;
using StorePush.Hosting.Messaging;
using StorePush.Sagas.EntityFrameworkCore.Faults;

namespace StorePush.Delivery.Sagas;

/// <summary>The saga's endpoint: hold while the database is away, retry conflicts at once, and send nothing before the commit.</summary>
internal sealed class DeliveryStateDefinition : SagaDefinition<DeliveryState>
{
    /// <summary>A conflict means that somebody else got on, so the next try finds the matter decided: this is a guard, not a budget.</summary>
    private const int MaxConflicts = 100;

    public DeliveryStateDefinition() => EndpointName = Queues.Deliveries;

    protected override void ConfigureSaga(
        IReceiveEndpointConfigurator endpointConfigurator,
        ISagaConfigurator<DeliveryState> sagaConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.UseQuorumQueue();
        endpointConfigurator.UseMessageRetry(HoldOnTransientFaults.Policy);
        endpointConfigurator.UseMessageRetry(retry =>
        {
            retry.Handle<SagaConcurrencyException>();
            retry.Immediate(MaxConflicts);
        });
        endpointConfigurator.UseInMemoryOutbox(context);
    }
}
