using MassTransit;

namespace StorePush.Contracts.Tests.Messaging;

/// <summary>Counts how often a bus was started and is told to stop, or keeps it from starting.</summary>
internal sealed class StartCount : IBusObserver
{
    private int _count;
    private int _stops;

    public int Count => Volatile.Read(ref _count);

    public int Stops => Volatile.Read(ref _stops);

    public bool Fails { get; set; }

    public void PostCreate(IBus bus)
    {
    }

    public void CreateFaulted(Exception exception)
    {
    }

    public Task PreStart(IBus bus) => Fails ? throw new InvalidOperationException("no start") : Task.CompletedTask;

    public Task PostStart(IBus bus, Task<BusReady> busReady)
    {
        Interlocked.Increment(ref _count);
        return Task.CompletedTask;
    }

    public Task StartFaulted(IBus bus, Exception exception) => Task.CompletedTask;

    public Task PreStop(IBus bus)
    {
        Interlocked.Increment(ref _stops);
        return Task.CompletedTask;
    }

    public Task PostStop(IBus bus) => Task.CompletedTask;

    public Task StopFaulted(IBus bus, Exception exception) => Task.CompletedTask;
}
