namespace StorePush.Benchmarks.Sagas;

/// <summary>Begins a saga.</summary>
public sealed record ParcelSent
{
    public required Guid ParcelId { get; init; }

    public required byte[] Content { get; init; }
}

/// <summary>Ends it.</summary>
public sealed record ParcelArrived
{
    public required Guid ParcelId { get; init; }
}
