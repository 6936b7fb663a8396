using System.Diagnostics;

namespace StorePush.Batching;

/// <summary>Shows batches in the traces of what is done in them.</summary>
internal static class BatchTraces
{
    private static readonly ActivitySource Source = new("StorePush.Batching");

    /// <summary>Begins a batch; null when nothing in it is traced.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="causes">What each item was added in; none for what is not traced.</param>
    public static Activity? Start(string name, IEnumerable<ActivityContext> causes)
    {
        if (!Source.HasListeners())
            return null;

        ActivityContext[] traced = [.. causes.Where(cause => cause != default).Distinct()];
        return traced.Length == 0
            ? null
            : Source.StartActivity(
                name, ActivityKind.Internal, traced[0], links: traced.Skip(1).Select(cause => new ActivityLink(cause)));
    }
}
