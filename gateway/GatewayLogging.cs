namespace StorePush.Gateway;

internal static class GatewayLogging
{
    /// <summary>
    /// A dead service or a storm of devices that vanish must not flood the log: YARP writes a stack trace for each failed probe, each
    /// failed call and each socket that broke. What changes is logged once, by the health of the processes and by the failover.
    /// </summary>
    public static void AddGatewayLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter("Yarp.ReverseProxy.Health.ActiveHealthCheckMonitor", LogLevel.Error);
        builder.Logging.AddFilter("Yarp.ReverseProxy.Health.DestinationHealthUpdater", LogLevel.Information);
        builder.Logging.AddFilter("Yarp.ReverseProxy.LoadBalancing.LoadBalancingMiddleware", LogLevel.Error);
        builder.Logging.AddFilter("Yarp.ReverseProxy.Forwarder.ForwarderMiddleware", LogLevel.Error);

        // YARP brings it for cookies that are not used here; it warns that its keys are not kept safe.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }
}
