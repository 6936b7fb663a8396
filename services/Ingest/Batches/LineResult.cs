using StorePush.Ingest.Orders;

namespace StorePush.Ingest.Batches;

/// <summary>What became of one line of a batch.</summary>
internal sealed record LineResult(Guid? MessageId, string Status, IDictionary<string, string[]>? Errors)
{
    public static LineResult Accepted(Guid messageId) => new(messageId, "accepted", null);

    public static LineResult Rejected(ValidationErrors errors) => new(null, "rejected", errors.ByField);
}
