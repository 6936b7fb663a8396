using System.Diagnostics.CodeAnalysis;
using MassTransit;
using MassTransit.Context;

namespace StorePush.Hosting.Messaging;

/// <summary>One of the messages that came as one, on its own way through the pipe; headers and addresses are those of the whole.</summary>
internal sealed class SplitContext<TOne>(ConsumeContext context, TOne one) : ConsumeContextScope(context)
    where TOne : class
{
    public override IEnumerable<string> SupportedMessageTypes { get; } = [MessageUrn.ForTypeString<TOne>()];

    public override bool HasMessageType(Type messageType) => messageType.IsAssignableFrom(typeof(TOne));

    public override bool TryGetMessage<T>([NotNullWhen(true)] out ConsumeContext<T>? consumeContext)
    {
        consumeContext = one is T message ? new MessageConsumeContext<T>(this, message) : null;
        return consumeContext is not null;
    }
}
