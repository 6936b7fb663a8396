using BenchmarkDotNet.Attributes;
using StorePush.Benchmarks.Codec;
using StorePush.Contracts;
using StorePush.Delivery.Pushing;
using StorePush.Edge.Connections;
using StorePush.Protocol;

namespace StorePush.Benchmarks.Edge;

/// <summary>
/// From the command of Delivery to the sockets of a store, and the settling that follows; without the bus and the network. One operation
/// is one frame to one device.
/// </summary>
public class FanOutBenchmarks
{
    private const int Messages = 100;
    private const int Devices = 2;

    private readonly ConnectionRegistry _registry = new();
    private readonly OpenConnection[] _connections = [.. Enumerable.Range(0, Devices).Select(device => new OpenConnection("store-1", $"till-{device}"))];
    private Task[] _serving = [];
    private MessagePush[] _pushes = [];
    private long _expected;

    [GlobalSetup]
    public void Connect()
    {
        foreach (var open in _connections)
            _registry.Add(open.Connection);
        _serving = [.. _connections.Select(open => open.Connection.RunAsync(_ => { }))];
        Guid[] ids = [.. _connections.Select(open => open.Connection.Id)];
        _pushes =
        [
            .. Enumerable.Range(0, Messages).Select(_ => Order.Create()).Select(message => new MessagePush
            {
                MessageId = message.CorrelationId,
                StoreId = message.StoreId,
                ExpiresAt = TimeProvider.System.GetUtcNow().AddHours(1),
                ConnectionIds = ids,
                IsRepeat = false,
                Frame = MessageFrames.Write(message, push: 1),
            }),
        ];
    }

    /// <summary>A message for each of two devices, and for one of them the word that the other has acknowledged.</summary>
    [Benchmark(OperationsPerInvoke = Messages * Devices)]
    public async Task Push_and_settle()
    {
        foreach (var push in _pushes)
        {
            foreach (var id in push.ConnectionIds)
                _registry.Find(id)!.Feed.Push(push);
        }

        foreach (var push in _pushes)
        {
            var first = _connections[0].Connection;
            first.Feed.Acknowledge(push.MessageId, first.ConnectedAt);
            foreach (var id in push.ConnectionIds)
                _registry.Find(id)!.Feed.Settle(push.MessageId, MessageStatuses.Delivered, "till-0");
        }

        _expected += Messages * (Devices + Devices - 1);
        while (_connections.Sum(open => open.Socket.Sent) < _expected)
            await Task.Yield();
    }

    [GlobalCleanup]
    public async Task DisconnectAsync()
    {
        foreach (var open in _connections)
            open.Socket.Abort();
        await Task.WhenAll(_serving);
        foreach (var open in _connections)
            open.Dispose();
    }
}
