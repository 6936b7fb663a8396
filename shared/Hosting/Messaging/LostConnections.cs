using System.Runtime.CompilerServices;
using MassTransit;
using MassTransit.Agents;
using MassTransit.RabbitMqTransport;
using MassTransit.RabbitMqTransport.Configuration;
using MassTransit.Transports;

namespace StorePush.Hosting.Messaging;

/// <summary>For how long a connection to RabbitMQ has been lost without everybody being told who uses it.</summary>
/// <remarks>
/// <para>
/// RabbitMQ.Client (7.2) tells the channels of a lost connection one after the other, and waits for each. One of them waits for its
/// publisher, and for ever if MassTransit disposes of it in that moment. Those behind it hear nothing, neither of messages nor of the
/// end, in a process that says that it is well.
/// https://github.com/rabbitmq/rabbitmq-dotnet-client/issues/1928, https://github.com/rabbitmq/rabbitmq-dotnet-client/pull/1965
/// </para>
/// <para>
/// MassTransit shows its connection to nobody without making one, so it is read where it is kept. If a version has no such field, the
/// process ends a second after its start. A connection that lives for less than the second between two looks is not seen.
/// </para>
/// </remarks>
internal sealed class LostConnections(IBusInstance bus, TimeProvider clock)
{
    private readonly RabbitMqHostConfiguration _host = (RabbitMqHostConfiguration)bus.HostConfiguration;
    private readonly List<WatchedConnection> _watched = [];

    /// <summary>Looks at the connections, as is to be done every second; zero when all is well.</summary>
    public async Task<TimeSpan> LookAsync()
    {
        if (Kept<ConnectionContext>.By((PipeContextSupervisor<ConnectionContext>)_host.ConnectionContextSupervisor)
            is { Context: { IsCompletedSuccessfully: true } made })
        {
            var current = (await made).Connection;
            if (current.IsOpen && !_watched.Exists(known => known.Connection == current))
                _watched.Add(new WatchedConnection(current, clock));
        }

        var longest = _watched.Select(known => known.Look()).DefaultIfEmpty().Max();
        _watched.RemoveAll(known => known.IsOver);
        return longest;
    }

    /// <summary>Forgets them all.</summary>
    public void Reset() => _watched.Clear();

    /// <summary>Generic as the class whose field it is, as the runtime wants it.</summary>
    private static class Kept<TContext>
        where TContext : class, PipeContext
    {
        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_context")]
        public static extern ref PipeContextHandle<TContext>? By(PipeContextSupervisor<TContext> supervisor);
    }
}
