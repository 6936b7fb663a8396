using System.Collections.Concurrent;
using MassTransit;
using RabbitMQ.Client.Exceptions;

namespace StorePush.Hosting.Messaging;

/// <summary>For how long messages have met a channel that is closed for good. Thread-safe.</summary>
/// <remarks>
/// The bus and each of its endpoints have a channel for each type of message. Not a broker that is away: then publishing waits for the
/// connection.
/// </remarks>
internal sealed class BrokenChannels(TimeProvider clock) : IPublishObserver
{
    /// <summary>What lies further apart is two faults, each of which may have healed.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(Uri? Source, Type Message), Broken> _broken = new();

    /// <summary>
    /// From the first to the last message that met such a channel, with none that went through in between, where that is longest.
    /// </summary>
    public TimeSpan Longest => _broken.Values
        .Select(broken => clock.GetElapsedTime(broken.First, broken.Last))
        .DefaultIfEmpty()
        .Max();

    /// <summary>Forgets what was.</summary>
    public void Reset() => _broken.Clear();

    public Task PrePublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class
    {
        _broken.TryRemove((context.SourceAddress, typeof(T)), out _);
        return Task.CompletedTask;
    }

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class
    {
        if (exception is not (ObjectDisposedException or AlreadyClosedException or OperationInterruptedException))
            return Task.CompletedTask;

        var now = clock.GetTimestamp();
        _broken.AddOrUpdate(
            (context.SourceAddress, typeof(T)),
            _ => new(now, now),
            (_, broken) => clock.GetElapsedTime(broken.Last, now) > LongestPause ? new(now, now) : broken with { Last = now });
        return Task.CompletedTask;
    }

    private readonly record struct Broken(long First, long Last);
}
