namespace StorePush.Terminals.Tests.Running;

/// <summary>What a terminal says, line by line. The test waits for what comes next of what it wants to know.</summary>
internal sealed class OutputLines
{
    /// <summary>For several attempts to connect, each of which waits longer than the one before.</summary>
    private static readonly TimeSpan Limit = 3 * Bounded.Limit;

    private readonly Lock _lock = new();
    private readonly List<OutputLine> _all = [];
    private TaskCompletionSource _more = New();
    private int _next;

    public void Add(string text)
    {
        TaskCompletionSource more;
        lock (_lock)
        {
            _all.Add(new(text, TimeProvider.System.GetTimestamp()));
            (more, _more) = (_more, New());
        }

        more.SetResult();
    }

    /// <summary>How many lines so far begin like this.</summary>
    public int Count(string start)
    {
        lock (_lock)
            return _all.Count(line => line.Text.StartsWith(start, StringComparison.Ordinal));
    }

    /// <summary>The next line that begins like this, after the last one that was waited for.</summary>
    public async Task<OutputLine> NextAsync(string start)
    {
        try
        {
            while (true)
            {
                if (Take(start, out var more) is { } line)
                    return line;
                await more.WaitAsync(Limit, TestContext.Current.CancellationToken);
            }
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"It did not say '{start}...' but:\n{this}");
        }
    }

    public override string ToString()
    {
        lock (_lock)
            return string.Join('\n', _all.Select(line => line.Text));
    }

    private OutputLine? Take(string start, out Task more)
    {
        lock (_lock)
        {
            more = _more.Task;
            var index = _all.FindIndex(_next, line => line.Text.StartsWith(start, StringComparison.Ordinal));
            if (index < 0)
                return null;

            _next = index + 1;
            return _all[index];
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
