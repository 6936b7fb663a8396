namespace StorePush.Cli.Load.Devices;

/// <summary>One terminal under load.</summary>
internal interface ILoadDevice : IAsyncDisposable
{
    /// <summary>Notes since when the device is without a connection.</summary>
    void ExpectConnection(long since);

    /// <summary>Stays connected until told to stop, and then ends gracefully.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
