using MassTransit;
using MassTransit.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace StorePush.Hosting.Messaging;

/// <summary>
/// What can't be consumed goes to <c>&lt;queue&gt;_error</c> with its reason, what no consumer takes to <c>&lt;queue&gt;_skipped</c>,
/// as MassTransit does by itself, and is counted.
/// </summary>
internal static class PutAside
{
    public static void Configure(IRegistrationContext context, string queue, IReceiveEndpointConfigurator endpoint)
    {
        var metrics = context.GetRequiredService<MessagingMetrics>();
        endpoint.ConfigureError(error =>
        {
            error.UseFilter(new PutAsideFilter<ExceptionReceiveContext>(metrics, $"{queue}_error"));
            error.UseFilter(new GenerateFaultFilter());
            error.UseFilter(new ErrorTransportFilter());
        });
        endpoint.ConfigureDeadLetter(skipped =>
        {
            skipped.UseFilter(new PutAsideFilter<ReceiveContext>(metrics, $"{queue}_skipped"));
            skipped.UseFilter(new DeadLetterTransportFilter());
        });
    }
}
