using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace StorePush.Tests.Hosting;

/// <summary>Keeps every line that a process logs.</summary>
public sealed class LogLines : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> All { get; } = new();

    /// <summary>The lines of all that is a warning or worse.</summary>
    public ConcurrentQueue<string> Alarms { get; } = new();

    /// <summary>A line was logged; who logs waits for those who hear of it.</summary>
    public event Action<string>? Written;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);

        var line = $"{formatter(state, exception)} {exception}";
        All.Enqueue(line);
        if (logLevel >= LogLevel.Warning)
            Alarms.Enqueue(line);
        Written?.Invoke(line);
    }

    public void Dispose()
    {
    }
}
