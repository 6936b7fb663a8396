using MassTransit;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Jobs;

/// <summary>A saga with one column of every sort that matters: converted, nullable, large, and written by others.</summary>
public sealed class Job : SagaStateMachineInstance, ISagaVersion
{
    public Guid CorrelationId { get; set; }

    public int Version { get; set; }

    public string CurrentState { get; set; } = "Initial";

    public JobPriority Priority { get; set; }

    public byte[] Payload { get; set; } = [];

    public DateTimeOffset OpenedAt { get; set; }

    public DateTimeOffset? DoneAt { get; set; }

    public string? DoneBy { get; set; }

    /// <summary>Must not be negative, says the database: how the tests make a poison row.</summary>
    public int Weight { get; set; }

    /// <summary>Counted up by other code, past the saga and its version.</summary>
    public int Pushes { get; set; }

    public static Job New(Guid? id = null, int weight = 1) => new()
    {
        CorrelationId = id ?? Guid.CreateVersion7(),
        CurrentState = "Open",
        Priority = JobPriority.High,
        Payload = [1, 2, 3],
        OpenedAt = DateTimeOffset.UnixEpoch.AddDays(20_000),
        Weight = weight,
    };
}
