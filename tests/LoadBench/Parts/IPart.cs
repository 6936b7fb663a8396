using StorePush.LoadBench.Results;

namespace StorePush.LoadBench.Parts;

/// <summary>Something to measure.</summary>
internal interface IPart
{
    string Name { get; }

    Task MeasureAsync(Bench bench, Figures figures, CancellationToken stop);
}
