namespace StorePush.Chaos.Tests.Clusters;

/// <summary>A process of the cluster, which ends and comes back at the same place, and the network between it and its servers.</summary>
internal sealed class ClusterNode : IAsyncDisposable
{
    /// <summary>Longer than any process takes to send its devices away.</summary>
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(60);

    private readonly string _project;
    private readonly string _directory;
    private readonly (string Key, string Value)[] _environment;
    private ServiceProcess? _process;
    private long _mostMemory;

    /// <param name="project">The name of its project.</param>
    /// <param name="directory">Where it runs.</param>
    /// <param name="url">Where it listens, every time.</param>
    /// <param name="environment">What it is configured with.</param>
    public ClusterNode(string project, string directory, Uri url, params (string Key, string Value)[] environment)
    {
        (_project, _directory, Url) = (project, directory, url);
        _environment = [("Auth__SigningKey", TestToken.SigningKey), .. environment];
    }

    public string Name => $"{_project}:{Url.Port}";

    public Uri Url { get; }

    /// <summary>Between this process and RabbitMQ.</summary>
    public TcpLink? Broker { get; init; }

    /// <summary>Between this process and PostgreSQL.</summary>
    public TcpLink? Database { get; init; }

    /// <summary>Between the gateway and this process.</summary>
    public TcpLink? Front { get; init; }

    /// <summary>The most memory that any of its processes ever used, in bytes.</summary>
    public long MostMemory => Math.Max(_mostMemory, _process?.PeakWorkingSet ?? 0);

    public string Output => _process?.Output ?? "";

    /// <summary>Starts it and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = await ServiceProcess.StartAsync(_project, _directory, Url, _environment);
    }

    /// <summary>Ends it without a chance to do anything (kill -9).</summary>
    public Task KillAsync()
    {
        _mostMemory = MostMemory;
        return _process!.KillAsync();
    }

    /// <summary>Ends it as an operator does, who lets it send its devices away.</summary>
    public Task StopAsync()
    {
        _mostMemory = MostMemory;
        return _process!.StopAsync(LongestDrain);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        foreach (var link in new[] { Broker, Database, Front })
        {
            if (link is not null)
                await link.DisposeAsync();
        }
    }
}
