using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace StorePush.Pos;

/// <summary>Runs the client as long as the host runs.</summary>
internal sealed partial class PosClientService(
    PosClient client, Func<OrderMessage, CancellationToken, Task> handler, ILogger<PosClientService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await client.RunAsync(handler, stoppingToken);
        }
        catch (PosClientStoppedException exception)
        {
            // The rest of the application must go on: staff need the till, and someone must read this there.
            LogStopped(logger, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Critical, "This terminal gets no orders any more: {Problem}")]
    private static partial void LogStopped(ILogger logger, string problem);
}
