namespace StorePush.Cli.Load.Measurements;

/// <summary>The highest of values that come from many threads.</summary>
internal static class Highest
{
    public static void Raise(ref long highest, long value)
    {
        long before;
        do
            before = Volatile.Read(ref highest);
        while (value > before && Interlocked.CompareExchange(ref highest, value, before) != before);
    }
}
