namespace StorePush.Integration.Tests.Deployments;

/// <summary>Waits that end, one way or the other.</summary>
internal static class Bounded
{
    /// <summary>Longer than anything here takes on a busy machine.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Asks again and again until the answer is right.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isRight)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await isRight())
            await pace.WaitForNextTickAsync(limit.Token);
    }
}
