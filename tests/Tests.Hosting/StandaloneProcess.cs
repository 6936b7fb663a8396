using StorePush.Hosting.Authentication;

namespace StorePush.Tests.Hosting;

/// <summary>All of StorePush as a process of its own, as a laptop runs it, which the test can kill and start again at the same place.</summary>
public sealed class StandaloneProcess : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("storepush-").FullName;
    private readonly (string Key, string Value)[] _environment;
    private ServiceProcess _process = null!;

    private StandaloneProcess((string Key, string Value)[] environment) =>
        _environment = [("Auth__SigningKey", TestToken.SigningKey), .. environment];

    public Uri Url { get; private set; } = null!;

    public Platform Platform { get; private set; } = null!;

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<StandaloneProcess> StartAsync(params (string Key, string Value)[] environment)
    {
        var standalone = new StandaloneProcess(environment);
        standalone._process = await ServiceProcess.StartAsync("Standalone", standalone._directory, standalone._environment);
        standalone.Url = standalone._process.Url;
        var token = new TestToken
        {
            Now = TimeProvider.System.GetUtcNow(),
            Scope = $"{Scopes.OrdersWrite} {Scopes.MessagesRead} {Scopes.DevicesWrite}",
        };
        standalone.Platform = new Platform(standalone.Url, token.Sign());
        return standalone;
    }

    /// <summary>A token with which the device can connect.</summary>
    public static string DeviceToken(string storeId, string deviceId, TimeSpan? lifetime = null) =>
        (TestToken.ForDevice(storeId, deviceId, TimeProvider.System.GetUtcNow()) with { Lifetime = lifetime ?? TimeSpan.FromHours(1) })
        .Sign();

    /// <summary>Ends it without a chance to do anything (kill -9).</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Lets it stand still.</summary>
    public Task FreezeAsync() => _process.FreezeAsync();

    /// <summary>Lets it go on.</summary>
    public Task ThawAsync() => _process.ThawAsync();

    /// <summary>Ends it as an operator does.</summary>
    public Task StopAsync() => _process.StopAsync();

    /// <summary>Starts it again, with the state it had.</summary>
    public async Task RestartAsync()
    {
        await _process.DisposeAsync();
        _process = await ServiceProcess.StartAsync("Standalone", _directory, Url, _environment);
    }

    public async ValueTask DisposeAsync()
    {
        Platform.Dispose();
        await _process.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
