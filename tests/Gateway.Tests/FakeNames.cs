using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using StorePush.Gateway.Upstreams;

namespace StorePush.Gateway.Tests;

/// <summary>A name service whose answers a test decides.</summary>
internal sealed class FakeNames : IAddressLookup
{
    private readonly ConcurrentDictionary<string, string[]> _answers = new();
    private readonly TaskCompletionSource _never = new();
    private bool _hangs;

    /// <summary>Signalled with every question.</summary>
    public SemaphoreSlim Asked { get; } = new(0);

    /// <summary>Sets the answer; without addresses the name is unknown.</summary>
    public void Set(string name, params string[] addresses) => _answers[name] = addresses;

    /// <summary>Answers nobody any more.</summary>
    public void Hang() => _hangs = true;

    public async Task<IPAddress[]> LookUpAsync(string hostName, CancellationToken cancellationToken)
    {
        Asked.Release();
        await Task.Yield();
        if (_hangs)
            await _never.Task.WaitAsync(cancellationToken);

        return _answers.GetValueOrDefault(hostName) is { Length: > 0 } answer
            ? [.. answer.Select(IPAddress.Parse)]
            : throw new SocketException((int)SocketError.HostNotFound);
    }
}
