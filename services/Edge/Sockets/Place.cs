namespace StorePush.Edge.Sockets;

/// <summary>A connection's place in the process and in its store's share.</summary>
internal sealed class Place(IDisposable inProcess, Action leaveStore) : IDisposable
{
    public void Dispose()
    {
        inProcess.Dispose();
        leaveStore();
    }
}
