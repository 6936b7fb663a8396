using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace StorePush.Delivery.Webhooks;

/// <summary>The table of calls. What waits and what is done are in indexes of their own: neither is searched for the other.</summary>
internal sealed class WebhookCallMap : IEntityTypeConfiguration<WebhookCall>
{
    public const int MaxFailureLength = 64;

    private const string Waiting = "done_at IS NULL";
    private const string Done = "done_at IS NOT NULL";

    public void Configure(EntityTypeBuilder<WebhookCall> builder)
    {
        builder.ToTable("webhook_calls");
        builder.HasKey(call => call.Id);
        builder.Property(call => call.Id).HasMaxLength(64);
        builder.Property(call => call.LastFailure).HasMaxLength(MaxFailureLength);
        builder.HasIndex(call => call.DueAt).HasFilter(Waiting);
        HasIndexByAge(builder, "waiting", Waiting);
        HasIndexByAge(builder, "done", Done);
    }

    /// <summary>The names are given: both are of one column, and by the naming convention they would be the same.</summary>
    private static void HasIndexByAge(EntityTypeBuilder<WebhookCall> builder, string name, string filter)
    {
        var index = $"ix_webhook_calls_received_at_{name}";
        builder.HasIndex(call => call.ReceivedAt, index).HasDatabaseName(index).HasFilter(filter);
    }
}
