using System.Collections.Concurrent;
using StorePush.Pos.Connections;
using StorePush.Pos.Tests.Servers;

namespace StorePush.Pos.Tests.Messages;

/// <summary>The same terminal in a process of its own, as far as the client can tell.</summary>
internal sealed class RestartedTerminal : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TerminalClock _clock;
    private readonly MachineEvents _machine;
    private readonly PosClient _client;
    private Task _running = Task.CompletedTask;

    public RestartedTerminal(PosClientOptions options, string file, TerminalClock clock, LogLines log)
    {
        _clock = clock;
        options.HandledFile = file;
        _machine = new MachineEvents(clock, hearsNetwork: false);
        _client = new PosClient(options, log, clock, _machine);
    }

    public ConcurrentQueue<OrderMessage> Rung { get; } = new();

    public async Task<ServerSide> ConnectAsync(ScriptedServer server)
    {
        _running = _client.RunAsync(
            (message, _) =>
            {
                Rung.Enqueue(message);
                return Task.CompletedTask;
            },
            _stop.Token);
        return await server.AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Bounded.UntilAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(_running.IsCompleted);
        });
        await _running;
        await _client.DisposeAsync();
        _machine.Dispose();
        _stop.Dispose();
    }
}
