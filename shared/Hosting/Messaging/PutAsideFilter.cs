using MassTransit;

namespace StorePush.Hosting.Messaging;

/// <summary>Counts a message once it is in the queue where somebody has to look at it.</summary>
internal sealed class PutAsideFilter<TContext>(MessagingMetrics metrics, string queue) : IFilter<TContext>
    where TContext : class, PipeContext
{
    public async Task Send(TContext context, IPipe<TContext> next)
    {
        await next.Send(context);
        metrics.PutAside(queue);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("putAside");
}
