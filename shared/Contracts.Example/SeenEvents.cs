using System.Collections.Concurrent;

namespace StorePush.Example;

/// <summary>Tells an event that comes again. Your service has a unique key on (message, event) in its database instead.</summary>
internal sealed class SeenEvents
{
    private readonly ConcurrentDictionary<(Guid Message, string Event), bool> _seen = new();

    public bool IsNew(Guid messageId, string name) => _seen.TryAdd((messageId, name), true);
}
