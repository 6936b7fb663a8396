using MassTransit;
using StorePush.Contracts;

namespace StorePush.Delivery.Acknowledgements;

/// <summary>Counts acknowledgements as waiting while they are worked on, the time included in which they are held for the database.</summary>
internal sealed class AckBacklogFilter(AckBacklog backlog) : IFilter<ConsumeContext>
{
    public Task Send(ConsumeContext context, IPipe<ConsumeContext> next) =>
        context.TryGetMessage(out ConsumeContext<DeviceAcknowledged>? acknowledged)
            ? backlog.WriteAsync(
                acknowledged.Message.AcknowledgedAt, () => AckTraces.RunAsync(acknowledged.Message, () => next.Send(context)))
            : next.Send(context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("ackBacklog");
}
