namespace StorePush.Pos.Messages;

/// <summary>
/// The messages that the application has, so that they don't ring again: the newest of them, and where a file is given also those of
/// earlier processes.
/// </summary>
/// <remarks>
/// Thread-safe. A message is the same when id and time of acceptance are: the platform may use an order id again after StorePush has
/// forgotten it, and that is a new order.
/// </remarks>
internal sealed class HandledMessages : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, long> _acceptedAtMs = [];
    private readonly Queue<Guid> _oldestFirst = new();
    private readonly int _max;
    private readonly HandledFile? _file;

    /// <exception cref="IOException">The file can't be used, or another process uses it.</exception>
    public HandledMessages(int max, string? path)
    {
        _max = max;
        if (path is null)
            return;

        _file = new HandledFile(path);
        try
        {
            foreach (var (id, acceptedAtMs) in _file.Read())
                Remember(id, acceptedAtMs);
            KeepFileShort();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public bool Contains(OrderMessage message)
    {
        lock (_gate)
            return _acceptedAtMs.TryGetValue(message.Id, out var acceptedAtMs) && acceptedAtMs == AcceptedAtMs(message);
    }

    /// <exception cref="IOException">It is remembered in memory, but not in the file.</exception>
    public void Add(OrderMessage message)
    {
        lock (_gate)
        {
            Remember(message.Id, AcceptedAtMs(message));
            _file?.Append(message.Id, AcceptedAtMs(message));
            KeepFileShort();
        }
    }

    public void Dispose() => _file?.Dispose();

    private static long AcceptedAtMs(OrderMessage message) => message.AcceptedAt.ToUnixTimeMilliseconds();

    private void Remember(Guid id, long acceptedAtMs)
    {
        if (!_acceptedAtMs.ContainsKey(id))
            _oldestFirst.Enqueue(id);
        _acceptedAtMs[id] = acceptedAtMs;
        if (_oldestFirst.Count > _max)
            _acceptedAtMs.Remove(_oldestFirst.Dequeue());
    }

    private void KeepFileShort()
    {
        if (_file?.Lines > 2 * _max)
            _file.Rewrite([.. _oldestFirst.Select(id => (id, _acceptedAtMs[id]))]);
    }
}
