using MassTransit;

namespace StorePush.Hosting.Messaging;

/// <summary>Counts a message once it is in the queue where somebody has to look at it.</summary>
internal sealed class PutAsideFilter<TContext> : IFilter<TContext>
    where TContext : class, PipeContext
{
    private readonly MessagingMetrics _metrics;
    private readonly string _queue;

    public PutAsideFilter(MessagingMetrics metrics, string queue)
    {
        (_metrics, _queue) = (metrics, queue);
        metrics.MayPutAside(queue);
    }

    public async Task Send(TContext context, IPipe<TContext> next)
    {
        await next.Send(context);
        _metrics.PutAside(_queue);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("putAside");
}
