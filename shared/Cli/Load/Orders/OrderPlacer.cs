using System.Net;
using System.Net.Http.Headers;
using System.Text;
using StorePush.Cli.Api;
using StorePush.Cli.Tokens;

namespace StorePush.Cli.Load.Orders;

/// <summary>Posts orders, each again and again while StorePush can't promise to keep it; all that time counts.</summary>
internal sealed class OrderPlacer : IDisposable
{
    /// <summary>More calls than these at a time wait for a connection; each takes a descriptor from the devices.</summary>
    public const int MaxConnections = 256;

    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http;
    private readonly CallerTokens _tokens;
    private readonly OrderLedger _ledger;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _clock;
    private readonly string _order;

    public OrderPlacer(Uri url, CallerTokens tokens, OrderLedger ledger, LoadOptions options, TimeProvider clock)
    {
        (_tokens, _ledger, _patience, _clock) = (tokens, ledger, options.Patience, clock);
        const string Frame = """{"pad":""}""";
        _order = Frame.Insert(Frame.Length - 2, new string('x', Math.Max(0, options.OrderBytes - Frame.Length)));
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = MaxConnections, UseCookies = false })
        {
            BaseAddress = url,
        };
    }

    /// <summary>Why the last order was refused.</summary>
    public string? LastRefusal { get; private set; }

    /// <summary>Returns when the order has its answer, or nobody waits for that any more.</summary>
    public async Task PlaceAsync(LoadOrder order, CancellationToken giveUp)
    {
        using var patience = new CancellationTokenSource(_patience, _clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(giveUp, patience.Token);
        try
        {
            while (await TryAsync(order, limit.Token) is { } retryAfter)
            {
                order.Counts.Retry();
                await Task.Delay(retryAfter, _clock, limit.Token);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // It has no answer, which the counts say.
        }
    }

    public void Dispose() => _http.Dispose();

    /// <returns>When to try again; null when the answer is final.</returns>
    private async Task<TimeSpan?> TryAsync(LoadOrder order, CancellationToken giveUp)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"v1/stores/{order.StoreId}/orders");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _tokens.For(Scopes.OrdersWrite));
        request.Content = new StringContent(
            $$"""{"platform":"meituan","orderId":"{{order.OrderId}}","order":{{_order}}}""", Encoding.UTF8, "application/json");
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, giveUp);
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                _ledger.Accept(order);
                return null;
            }

            if ((int)response.StatusCode is >= 500 or 408 or 429)
                return response.Headers.RetryAfter?.Delta ?? DefaultRetryAfter;

            LastRefusal = await ProblemText.ReadAsync(response, giveUp);
            order.Counts.Refuse();
            return null;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || IsTimeout(exception, giveUp))
        {
            return DefaultRetryAfter;
        }
    }

    private static bool IsTimeout(Exception exception, CancellationToken giveUp) =>
        exception is OperationCanceledException && !giveUp.IsCancellationRequested;
}
