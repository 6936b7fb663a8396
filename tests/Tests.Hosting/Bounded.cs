using Xunit;

namespace StorePush.Tests.Hosting;

/// <summary>Waits that end, one way or the other.</summary>
public static class Bounded
{
    /// <summary>Longer than anything here takes, on a machine as busy as one can be.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Waits for something that must happen.</summary>
    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    /// <inheritdoc cref="Soon{T}" />
    public static Task Soon(this Task task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    /// <summary>Asks again and again until the answer is right.</summary>
    /// <param name="isRight">Asks.</param>
    /// <param name="longerLimit">For what is known to take longer.</param>
    public static async Task UntilAsync(Func<Task<bool>> isRight, TimeSpan? longerLimit = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(longerLimit ?? Limit);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await isRight())
            await pace.WaitForNextTickAsync(limit.Token);
    }
}
