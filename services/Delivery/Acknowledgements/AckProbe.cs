using MassTransit;
using StorePush.Contracts;
using StorePush.Delivery.Listening;
using StorePush.Hosting.Messaging;

namespace StorePush.Delivery.Acknowledgements;

/// <summary>
/// Sends an acknowledgement of no message whenever this process begins to listen: it comes behind those that wait, so that
/// <see cref="AckBacklog"/> soon knows where it stands, also where none wait.
/// </summary>
internal sealed partial class AckProbe(TimeProvider clock, ILogger<AckProbe> logger) : IReceiveEndpointObserver
{
    public Task Ready(ReceiveEndpointReady ready)
    {
        if (QueueWatch.Name(ready.InputAddress) == Queues.Acknowledgements)
            _ = SendAsync(ready.ReceiveEndpoint);
        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    public Task Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;

    private async Task SendAsync(IReceiveEndpoint endpoint)
    {
        try
        {
            var probe = new DeviceAcknowledged
            {
                MessageId = Guid.Empty,
                StoreId = "",
                DeviceId = "",
                AcknowledgedAt = clock.GetUtcNow(),
            };
            var acknowledgements = await endpoint.GetPublishSendEndpoint<DevicesAcknowledged>();
            await acknowledgements.Send(new DevicesAcknowledged { Acknowledgements = [probe] });
        }
#pragma warning disable CA1031 // Without it some wait for a few seconds more, and that is all.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.NotSent(logger, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "No probe was sent through the queue of acknowledgements: {Reason}")]
        public static partial void NotSent(ILogger logger, string reason);
    }
}
