namespace StorePush.Batching;

/// <summary>The limits of a <see cref="Batcher{TItem,TResult}"/>.</summary>
public sealed record BatcherOptions
{
    /// <summary>What a batch is called in traces.</summary>
    public string Name { get; init; } = "batch";

    /// <summary>The most items in one batch.</summary>
    public int MaxBatch { get; init; } = 200;

    /// <summary>How many batches may be under way at once.</summary>
    public int MaxConcurrentBatches { get; init; } = 1;

    /// <summary>The most items that wait; past that, callers wait for a place.</summary>
    public int MaxQueued { get; init; } = 10_000;
}
