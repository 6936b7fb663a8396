using StorePush.Hosting.Problems;

namespace StorePush.Delivery.Devices;

/// <summary>Waits for edges to be told of something, but not for as long as the broker may be away.</summary>
internal static class BusPatience
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>The answer of the work, or 503 when it took too long.</summary>
    public static async Task<IResult> RunAsync(
        HttpContext context, TimeProvider clock, string whenAway, Func<CancellationToken, Task<IResult>> work)
    {
        using var timeout = new CancellationTokenSource(Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return ProblemResponses.Unavailable(context, whenAway, RetryAfter);
        }
    }
}
