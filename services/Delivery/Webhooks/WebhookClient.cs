using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace StorePush.Delivery.Webhooks;

/// <summary>Makes the calls, on connections of its own. Thread-safe.</summary>
/// <remarks>
/// Where it calls is the operator's to say and nobody else's: no request of a caller or a terminal has an address in it, and redirects,
/// which the receiver could send anywhere, are not followed.
/// </remarks>
internal sealed class WebhookClient : IDisposable
{
    private const int MaxAnswerBytes = 16 * 1_024;

    /// <summary>By then a name that has moved is looked up again.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http;
    private readonly WebhookSignature _signature;
    private readonly WebhooksOptions _options;
    private readonly TimeProvider _clock;

    public WebhookClient(WebhookSignature signature, IOptions<WebhooksOptions> options, TimeProvider clock)
    {
        (_signature, _options, _clock) = (signature, options.Value, clock);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            MaxConnectionsPerServer = _options.MaxConcurrency,
            PooledConnectionLifetime = ConnectionLifetime,

            // Nobody reads what the receiver says beside its status; a connection with more of it is not used again.
            MaxResponseHeadersLength = MaxAnswerBytes / 1_024,
            MaxResponseDrainSize = MaxAnswerBytes,
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new("StorePush-Webhooks", "1.0"));
    }

    /// <summary>Calls once. Whatever goes wrong is an answer too.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled: nobody knows whether the receiver has the event.</exception>
    public async Task<Answer> PostAsync(WebhookCall call, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var now = _clock.GetUtcNow();
        try
        {
            using var request = Request(call, now.ToUnixTimeSeconds());
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return Answer.Of(response, now);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Answer.None("timeout");
        }
        catch (HttpRequestException exception)
        {
            return Answer.None(exception.HttpRequestError.ToString());
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(WebhookCall call, long timestamp) => new(HttpMethod.Post, _options.Url)
    {
        Content = new ByteArrayContent(call.Body) { Headers = { ContentType = Json } },
        Headers =
        {
            { "webhook-id", call.Id },
            { "webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture) },
            { "webhook-signature", _signature.Sign(call.Id, timestamp, call.Body) },
        },
    };
}
