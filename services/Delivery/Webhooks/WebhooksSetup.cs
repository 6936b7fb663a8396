using MassTransit;
using StorePush.Contracts;
using StorePush.Hosting.Configuration;
using StorePush.Hosting.Messaging;

namespace StorePush.Delivery.Webhooks;

/// <summary>Webhooks, where a receiver is configured. Without one nothing of them is there: no queue, no work, no metric.</summary>
internal static class WebhooksSetup
{
    private const string UrlKey = $"{WebhooksOptions.Section}:{nameof(WebhooksOptions.Url)}";

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The configuration is wrong.</exception>
    public static void AddWebhooks(this WebApplicationBuilder builder)
    {
        builder.AddCheckedOptions<WebhooksOptions>(WebhooksOptions.Section);
        if (!IsOn(builder.Configuration))
            return;

        builder.Services.AddSingleton<WebhookSignature>();
        builder.Services.AddSingleton<WebhookClient>();
        builder.Services.AddSingleton<WebhookMetrics>();
        builder.Services.AddSingleton<WebhookCalls>();
        builder.Services.AddSingleton<Receiver>();
        builder.Services.AddSingleton<WebhookRecorder>();
        builder.Services.AddSingleton<MissedEvents>();
        builder.Services.AddHostedService(services => services.GetRequiredService<MissedEvents>());
        builder.Services.AddHostedService<WebhookSender>();
        builder.Services.AddHostedService<WebhookSweeper>();
    }

    public static void AddWebhookConsumer(this IBusRegistrationConfigurator bus, IConfiguration configuration)
    {
        if (!IsOn(configuration))
            return;

        bus.AddConsumer<WebhookConsumer, WebhooksEndpoint>();

        // The first event may be published before the queue is listened to.
        bus.AddSingleton(AdditionalBinding.Of<MessageDelivered>(Queues.Webhooks));
        bus.AddSingleton(AdditionalBinding.Of<MessageExpired>(Queues.Webhooks));
    }

    private static bool IsOn(IConfiguration configuration) => !string.IsNullOrEmpty(configuration[UrlKey]);
}
