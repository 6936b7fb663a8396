namespace StorePush.Pos.Tests.Hosting;

internal sealed class PrintingHandler : IOrderHandler
{
    public List<Guid> Printed { get; } = [];

    public Task HandleAsync(OrderMessage message, CancellationToken cancellationToken)
    {
        Printed.Add(message.Id);
        return Task.CompletedTask;
    }
}
