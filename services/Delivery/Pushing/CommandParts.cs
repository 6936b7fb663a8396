namespace StorePush.Delivery.Pushing;

/// <summary>Cuts what goes to an edge into commands that the broker takes.</summary>
internal static class CommandParts
{
    /// <summary>Far below the 16 MiB that RabbitMQ takes by default, and what one message to a store of 5,000 devices takes always fits.</summary>
    public const int MaxBytes = 1_024 * 1_024;

    /// <summary>An id as JSON text in a list.</summary>
    private const int IdBytes = 39;

    /// <summary>The other fields of a message in a command.</summary>
    private const int OtherBytes = 400;

    /// <summary>What a message takes in a command.</summary>
    /// <param name="connections">To how many connections it goes.</param>
    /// <param name="frameBytes">Its frame.</param>
    public static int Bytes(int connections, int frameBytes = 0) => frameBytes + (connections * IdBytes) + OtherBytes;

    /// <summary>The items in their order, in parts; at least one in each.</summary>
    public static IEnumerable<IReadOnlyList<T>> Split<T>(IEnumerable<T> items, Func<T, int> bytesOf)
    {
        var part = new List<T>();
        var bytes = 0;
        foreach (var item in items)
        {
            var more = bytesOf(item);
            if (part.Count > 0 && bytes + more > MaxBytes)
            {
                yield return part;
                (part, bytes) = ([], 0);
            }

            part.Add(item);
            bytes += more;
        }

        if (part.Count > 0)
            yield return part;
    }
}
