using MassTransit;

namespace StorePush.Benchmarks.Sagas;

/// <summary>A saga of the size of an order: it is sent, and then it has arrived.</summary>
internal sealed class Parcel : SagaStateMachineInstance, ISagaVersion
{
    public Guid CorrelationId { get; set; }

    public int Version { get; set; }

    public string State { get; set; } = "";

    public string Address { get; set; } = "";

    public byte[] Content { get; set; } = [];

    public DateTimeOffset SentAt { get; set; }

    public DateTimeOffset? ArrivedAt { get; set; }
}
