namespace StorePush.Delivery.Persistence;

/// <summary>Where the state lives.</summary>
internal sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary>PostgreSQL, in Npgsql's form: <c>Host=...;Database=...;Username=...;Password=...</c>.</summary>
    public string? ConnectionString { get; set; }
}
