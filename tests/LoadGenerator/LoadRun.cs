using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using StorePush.Hosting.Authentication;

namespace StorePush.LoadGenerator;

/// <summary>Places orders at a fixed rate, each at its own time, so that a slow answer delays no other order.</summary>
internal sealed class LoadRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly LoadOptions _options;
    private readonly Terminals _terminals;
    private readonly string _name;
    private readonly HttpClient _http;
    private readonly string _padding = new('x', 600);
    private readonly ConcurrentDictionary<Guid, (long PostedAt, long AcceptedAt)> _orders = new();

    public LoadRun(LoadOptions options, Terminals terminals, string name)
    {
        (_options, _terminals) = (options, terminals);
        _name = $"{name}-{Guid.CreateVersion7():N}";
        var token = Terminals.Issuer(options).Issue("load", Scopes.OrdersWrite, null, TimeSpan.FromHours(1));
        _http = new HttpClient { BaseAddress = options.Url };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
    }

    public async Task RunAsync(int orders)
    {
        var start = Stopwatch.GetTimestamp();
        var placing = new List<Task>(orders);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (placing.Count < orders && await pace.WaitForNextTickAsync())
        {
            while (placing.Count < orders && placing.Count < Stopwatch.GetElapsedTime(start).TotalSeconds * _options.Rate)
                placing.Add(PlaceAsync(placing.Count));
        }

        await Task.WhenAll(placing);

        var end = Stopwatch.GetTimestamp();
        while (Lost > 0 && Stopwatch.GetElapsedTime(end) < Patience)
            await pace.WaitForNextTickAsync();
    }

    public LoadReport Report() => new(
        [.. _orders
            .Select(order => (order.Value, ReceivedAt: _terminals.FirstReceivedAt(order.Key)))
            .Where(order => order.ReceivedAt is not null)
            .Select(order => (order.Value.PostedAt, order.Value.AcceptedAt, order.ReceivedAt!.Value))],
        Lost,
        _terminals.Repeated);

    public void Dispose() => _http.Dispose();

    private int Lost => _orders.Keys.Count(id => _terminals.FirstReceivedAt(id) is null);

    /// <summary>Places an order, again and again while StorePush can't promise to keep it.</summary>
    private async Task PlaceAsync(int number)
    {
        var body = $$$"""{"platform":"meituan","orderId":"{{{_name}}}-{{{number}}}","order":{"pad":"{{{_padding}}}"}}""";
        var postedAt = Stopwatch.GetTimestamp();
        while (true)
        {
            using var response = await _http.PostAsync(
                $"/v1/stores/load-{number % _options.Stores}/orders", new StringContent(body, Encoding.UTF8, "application/json"));
            var acceptedAt = Stopwatch.GetTimestamp();
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                await Task.Delay(RetryDelay, TimeProvider.System);
                continue;
            }

            response.EnsureSuccessStatusCode();
            using var answer = JsonDocument.Parse(await response.Content.ReadAsStreamAsync());
            _orders[answer.RootElement.GetProperty("messageId").GetGuid()] = (postedAt, acceptedAt);
            return;
        }
    }
}
