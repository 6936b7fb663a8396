using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Sweeping;
using StorePush.Hosting.Deliveries;

namespace StorePush.Delivery.Tests.Sweeping;

/// <summary>Sweeps as one does whose database is away.</summary>
internal sealed class FailingSweeper(SchemaMigrator schema, IOptions<DeliveryOptions> options, TimeProvider clock, ILogger logger)
    : Sweeper(schema, options, clock, logger)
{
    private readonly Channel<bool> _sweeps = Channel.CreateUnbounded<bool>();

    /// <summary>Waits for the next sweep.</summary>
    public async Task NextAsync() => await _sweeps.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon();

    public override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        await _sweeps.Writer.WriteAsync(true, cancellationToken);
        throw new TimeoutException("The database is away.");
    }
}
