namespace StorePush.Hosting.Limits;

/// <summary>Counts what each of many holds at the same time, and gives none of them more than its share. Thread-safe.</summary>
/// <typeparam name="TKey">Who holds places.</typeparam>
/// <param name="limit">The most places of one.</param>
public sealed class Places<TKey>(int limit)
    where TKey : notnull
{
    private readonly Dictionary<TKey, int> _taken = [];
    private readonly Lock _gate = new();

    /// <summary>How many hold a place at all: who holds none costs no memory.</summary>
    public int Holders
    {
        get
        {
            lock (_gate)
                return _taken.Count;
        }
    }

    /// <summary>How many places one holds.</summary>
    /// <param name="key">Who.</param>
    public int TakenBy(TKey key)
    {
        lock (_gate)
            return _taken.GetValueOrDefault(key);
    }

    /// <summary>Takes a place, to be given back with <see cref="GiveBack"/>; false when there is none left.</summary>
    /// <param name="key">Who wants it.</param>
    /// <param name="evenIfFull">For who is about to give one back.</param>
    public bool TryTake(TKey key, bool evenIfFull = false)
    {
        lock (_gate)
        {
            var taken = _taken.GetValueOrDefault(key);
            if (taken >= limit && !evenIfFull)
                return false;

            _taken[key] = taken + 1;
            return true;
        }
    }

    /// <summary>Gives a place back.</summary>
    /// <param name="key">Who took it.</param>
    public void GiveBack(TKey key)
    {
        lock (_gate)
        {
            if (_taken[key] == 1)
                _taken.Remove(key);
            else
                _taken[key]--;
        }
    }
}
