using MassTransit;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Jobs;

/// <summary>The endpoint as services have it: retry, then the in-memory outbox, then the saga.</summary>
public sealed class JobDefinition : SagaDefinition<Job>
{
    protected override void ConfigureSaga(
        IReceiveEndpointConfigurator endpointConfigurator,
        ISagaConfigurator<Job> sagaConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = 64;
        endpointConfigurator.ConcurrentMessageLimit = 64;
        endpointConfigurator.UseMessageRetry(retry => retry.Immediate(5).Handle<ConcurrencyException>());
        endpointConfigurator.UseInMemoryOutbox(context);
    }
}
