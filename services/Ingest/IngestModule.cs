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
    /// <summary>A little more than our own limits, so that it is ours that are met, with an answer that says which.</summary>
    private const int KestrelMargin = 1_024;

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
