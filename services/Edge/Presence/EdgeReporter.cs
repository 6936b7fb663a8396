using MassTransit;
using Microsoft.Extensions.Options;
using StorePush.Contracts;
using StorePush.Hosting.Messaging;

namespace StorePush.Edge.Presence;

/// <summary>Tells Delivery that this process lives. A heartbeat that does not get through is followed by the next one.</summary>
internal sealed class EdgeReporter(IBus bus, EdgeIdentity edge, IOptions<EdgeOptions> options, TimeProvider clock) : BackgroundService
{
    /// <summary>The answer to the first heartbeat may find no queue yet, and until it is here revoked devices are let in.</summary>
    private static readonly TimeSpan StartInterval = TimeSpan.FromSeconds(1);

    private volatile bool _prepared;

    /// <summary>Delivery knows this process and has told it the revocations in force.</summary>
    public void MarkPrepared() => _prepared = true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = options.Value.ReportInterval;
        using var timer = new PeriodicTimer(interval, clock);
        do
        {
            await ReportAsync(stoppingToken);
            timer.Period = _prepared || interval < StartInterval ? interval : StartInterval;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ReportAsync(CancellationToken stoppingToken)
    {
        try
        {
            await bus.PublishInTimeAsync(
                new EdgeHeartbeat { EdgeId = edge.Id, Starting = !_prepared },
                context => context.TimeToLive = options.Value.ReportInterval * 2,
                options.Value.ReportInterval,
                clock,
                stoppingToken);
        }
#pragma warning disable CA1031 // Whatever is wrong with the broker, it is logged by the transport, and the next heartbeat tries again.
        catch (Exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
        }
    }
}
