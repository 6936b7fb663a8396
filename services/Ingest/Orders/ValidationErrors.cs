namespace StorePush.Ingest.Orders;

/// <summary>What is wrong with a request, by field; a field's first error is the one that counts.</summary>
internal sealed class ValidationErrors
{
    /// <summary>The name of the field for errors of the request as a whole.</summary>
    public const string Body = "body";

    private readonly SortedDictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    public IDictionary<string, string[]> ByField => _errors;

    public static ValidationErrors Of(string field, string error)
    {
        var errors = new ValidationErrors();
        errors.Add(field, error);
        return errors;
    }

    public void Add(string field, string error) => _errors.TryAdd(field, [error]);
}
