using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace StorePush.Hosting.Messaging;

/// <summary>A connection to RabbitMQ, of whose end this is told after all channels that there were at the last look.</summary>
internal sealed class WatchedConnection(IConnection connection, TimeProvider clock)
{
    private long? _lostAt;
    private volatile bool _isTold;

    public IConnection Connection => connection;

    /// <summary>Whether it is lost, and everybody knows.</summary>
    public bool IsOver => _isTold;

    /// <summary>For how long it has been lost while somebody does not know; looking is also what makes this the last one.</summary>
    public TimeSpan Look()
    {
        if (_isTold)
            return TimeSpan.Zero;

        if (connection.IsOpen)
        {
            StandLast();
            return TimeSpan.Zero;
        }

        _lostAt ??= clock.GetTimestamp();
        return clock.GetElapsedTime(_lostAt.Value);
    }

    /// <summary>Behind the channels that were opened meanwhile.</summary>
    private void StandLast()
    {
        try
        {
            connection.ConnectionShutdownAsync -= EndAsync;
            connection.ConnectionShutdownAsync += EndAsync;
        }
        catch (ObjectDisposedException)
        {
            // Lost since, as the next look finds.
        }
    }

    private Task EndAsync(object sender, ShutdownEventArgs reason)
    {
        try
        {
            connection.ConnectionShutdownAsync -= EndAsync;
            _isTold = true;
        }
        catch (ObjectDisposedException)
        {
            // Then the channels were not told either: each begins with the same, and RabbitMQ.Client swallows how that ends.
        }

        return Task.CompletedTask;
    }
}
