using MassTransit;

namespace StorePush.Delivery.Persistence;

/// <summary>Holds messages back until the schema is up to date.</summary>
internal sealed class SchemaGate(SchemaMigrator schema) : IReceiveObserver
{
    public Task PreReceive(ReceiveContext context) => schema.Ready.WaitAsync(context.CancellationToken);

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
}
