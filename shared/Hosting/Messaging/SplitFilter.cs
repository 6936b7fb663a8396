using MassTransit;

namespace StorePush.Hosting.Messaging;

/// <summary>See <see cref="ReceiveEndpoints.Split"/>.</summary>
/// <param name="items">What a message carries.</param>
internal sealed class SplitFilter<TMany, TOne>(Func<TMany, IEnumerable<TOne>> items) : IFilter<ConsumeContext>
    where TMany : class
    where TOne : class
{
    public Task Send(ConsumeContext context, IPipe<ConsumeContext> next) =>
        context.TryGetMessage(out ConsumeContext<TMany>? many)
            ? Task.WhenAll(items(many.Message).Select(one => next.Send(new SplitContext<TOne>(context, one))))
            : next.Send(context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("split");
}
