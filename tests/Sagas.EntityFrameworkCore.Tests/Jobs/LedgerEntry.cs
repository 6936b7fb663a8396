namespace StorePush.Sagas.EntityFrameworkCore.Tests.Jobs;

/// <summary>No saga: a key of two columns, a schema, names that need quotes, and a second unique index.</summary>
public sealed class LedgerEntry
{
    public required string Account { get; set; }

    public required int Number { get; set; }

    public required string Reference { get; set; }

    public decimal Amount { get; set; }

    public string? Remark { get; set; }
}
