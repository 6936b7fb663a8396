namespace StorePush.Edge.Sockets;

/// <summary>A connection's place; given back once, by whoever disposes of it first.</summary>
internal sealed class Place(Action giveBack) : IDisposable
{
    private Action? _giveBack = giveBack;

    public void Dispose() => Interlocked.Exchange(ref _giveBack, null)?.Invoke();
}
