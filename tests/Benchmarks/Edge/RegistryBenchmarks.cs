using BenchmarkDotNet.Attributes;
using StorePush.Edge.Connections;

namespace StorePush.Benchmarks.Edge;

/// <summary>The connections of an edge that holds many.</summary>
public class RegistryBenchmarks : IDisposable
{
    private const int Connections = 10_000;

    private readonly ConnectionRegistry _registry = new();
    private readonly OpenConnection[] _connections =
        [.. Enumerable.Range(0, Connections).Select(device => new OpenConnection($"store-{device / 2}", $"till-{device % 2}"))];

    private readonly OpenConnection _comer = new("store-x", "till-0");
    private int _next;

    [GlobalSetup]
    public void Connect()
    {
        foreach (var open in _connections)
            _registry.Add(open.Connection);
    }

    [Benchmark]
    public object? Find() => _registry.Find(_connections[_next = (_next + 1) % Connections].Connection.Id);

    [Benchmark]
    public void Add_and_remove()
    {
        _registry.Add(_comer.Connection);
        _registry.Remove(_comer.Connection);
    }

    /// <summary>What happens once a second.</summary>
    [Benchmark(OperationsPerInvoke = Connections)]
    public int Look_at_each()
    {
        var silent = 0;
        foreach (var connection in _registry.All)
        {
            if (connection.Silence > TimeSpan.FromMinutes(1))
                silent++;
        }

        return silent;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        foreach (var open in _connections)
            open.Dispose();
        _comer.Dispose();
        GC.SuppressFinalize(this);
    }
}
