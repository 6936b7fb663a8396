using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StorePush.Hosting;
using StorePush.Hosting.Authentication;
using StorePush.Hosting.Messaging;

namespace StorePush.Ingest.Tests;

/// <summary>The real Ingest at noon, for ever, with a broker that does as a test says.</summary>
internal sealed class IngestProcess : RunningService
{
    public const string Json = "application/json";
    public const string Ndjson = "application/x-ndjson";
    public const string OrdersPath = "/v1/stores/s1/orders";
    public const string BatchPath = "/v1/orders:batch";

    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, 125, TimeSpan.Zero);

    private IngestProcess(WebApplication app, PublisherDouble broker)
        : base(app) => Broker = broker;

    public PublisherDouble Broker { get; }

    public DateTimeOffset Now => Service<TimeProvider>().GetUtcNow();

    public static Task<IngestProcess> StartAsync(params string[] settings) => StartAsync(_ => { }, settings);

    public static async Task<IngestProcess> StartAsync(Action<WebApplicationBuilder> configure, params string[] settings)
    {
        var broker = new PublisherDouble();
        var app = Build(
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Noon));
                builder.Services.AddSingleton<ISafePublisher>(broker);
                configure(builder);
            },
            settings);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, broker);
    }

    public static WebApplication Build(Action<WebApplicationBuilder> configure, params string[] args) => ServiceHost.Build(
        ["--urls=http://127.0.0.1:0", $"--Auth:SigningKey={TestToken.SigningKey}", .. args],
        builder =>
        {
            builder.Logging.ClearProviders();
            builder.AddIngest();
            builder.AddMessagingOrMemory();
            configure(builder);
        },
        app => app.MapIngest());

    public TestToken Token() => new() { Now = Now, Scope = Scopes.OrdersWrite };

    public Task<HttpResponseMessage> PlaceAsync(string body) => PostAsync(OrdersPath, body);

    public Task<HttpResponseMessage> BatchAsync(params string[] lines) =>
        PostAsync(BatchPath, string.Join('\n', lines), Ndjson);

    public Task<HttpResponseMessage> PostAsync(string path, string body, string? type = Json, string? token = null) =>
        PostAsync(path, Encoding.UTF8.GetBytes(body), type, token);

    public async Task<HttpResponseMessage> PostAsync(
        string path, byte[] body, string? type = Json, string? token = null, bool isChunked = false)
    {
        // The path as it is written: a Uri would tidy it up.
        var uri = new Uri($"{Client.BaseAddress!.GetLeftPart(UriPartial.Authority)}{path}", new UriCreationOptions
        {
            DangerousDisablePathAndQueryCanonicalization = true,
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(body) };
        if (type is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.TransferEncodingChunked = isChunked;
        if (token != "")
            request.Headers.Authorization = new("Bearer", token ?? Token().Sign());
        return await Client.SendAsync(request, TestContext.Current.CancellationToken).Soon();
    }

    public static string Order(string orderId, string order = "{}") =>
        $$"""{"platform":"meituan","orderId":"{{orderId}}","order":{{order}} }""";

    public static string Line(string orderId, string storeId = "s1") =>
        $$"""{"kind":"order.placed","storeId":"{{storeId}}","platform":"meituan","orderId":"{{orderId}}","order":{} }""";

    public static async Task<JsonElement[]> LinesAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, text);
        text.ShouldEndWith("\n");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }

    public static async Task<JsonElement> BodyAsync(HttpResponseMessage response) =>
        JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}
