using StorePush.Hosting.Authentication;
using StorePush.Hosting.Configuration;
using StorePush.Hosting.Deliveries;
using StorePush.Ingest.Batches;
using StorePush.Ingest.Limits;
using StorePush.Ingest.Orders;

namespace StorePush.Ingest;

/// <summary>Ingest: takes orders and cancellations from platforms over HTTP, and answers 202 once they are safe.</summary>
public static class IngestModule
{
    /// <summary>
    /// How much more than our own limits the web server takes, so that it is ours that are met. It passes over what is left of such a
    /// body and keeps the connection; of a larger one it breaks it, and the gateway, still sending, never sees the answer. So it is more
    /// than what the gateway, by default, lets through beyond our limit.
    /// </summary>
    private const int KestrelMargin = 2 * 1_024 * 1_024;

    /// <summary>Adds the services of Ingest.</summary>
    public static void AddIngest(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.AddTokenAuthentication();
        var options = builder.AddCheckedOptions<IngestOptions>(IngestOptions.Section);
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Limits.MaxRequestBodySize = Math.Max(options.MaxBatchBytes, options.MaxBodyBytes) + KestrelMargin);
        builder.AddCheckedOptions<DeliveryOptions>(DeliveryOptions.Section);
        builder.Services.AddSingleton<IngestMetrics>();
        builder.Services.AddSingleton<MessageReader>();
        builder.Services.AddSingleton<MessageIntake>();
        builder.Services.AddSingleton<CallerLimiter>();
        builder.Services.AddSingleton<SingleMessage>();
        builder.Services.AddSingleton<BatchApi>();
    }

    /// <summary>Adds the calls of Ingest.</summary>
    public static void MapIngest(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);

        var orders = app.MapGroup("/v1").RequireScope(Scopes.OrdersWrite);
        orders.MapOrders();
        orders.MapBatches();
    }
}
