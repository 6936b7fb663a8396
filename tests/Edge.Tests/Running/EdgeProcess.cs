using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StorePush.Edge.Connections;
using StorePush.Edge.Tests.Devices;
using StorePush.Hosting;
using StorePush.Hosting.Authentication;
using StorePush.Hosting.Messaging;

namespace StorePush.Edge.Tests.Running;

/// <summary>The real edge with a clock that stands still until a test moves it, on a bus in memory.</summary>
internal sealed class EdgeProcess : RunningService
{
    public const string Id = "edge-1";

    private EdgeProcess(WebApplication app, PublisherDouble delivery, FakeTimeProvider? fake)
        : base(app)
    {
        Delivery = delivery;
        FakeClock = fake;
    }

    public PublisherDouble Delivery { get; }

    public FakeTimeProvider Clock => FakeClock ?? throw new InvalidOperationException("This edge runs on real time.");

    public DateTimeOffset Now => Service<TimeProvider>().GetUtcNow();

    public ConnectionRegistry Registry => Service<ConnectionRegistry>();

    private FakeTimeProvider? FakeClock { get; }

    public static Task<EdgeProcess> StartAsync(params string[] settings) => StartAsync(_ => { }, settings);

    public static Task<EdgeProcess> StartAsync(Action<WebApplicationBuilder> configure, params string[] settings) =>
        StartAsync(configure, new FakeTimeProvider(new(2026, 1, 31, 12, 0, 0, 125, TimeSpan.Zero)), settings);

    /// <summary>An edge on the real clock, for what the framework does by its own clock.</summary>
    public static Task<EdgeProcess> StartInRealTimeAsync(params string[] settings) => StartAsync(_ => { }, null, settings);

    public static WebApplication Build(Action<WebApplicationBuilder> configure, params string[] args) => ServiceHost.Build(
        ["--urls=http://127.0.0.1:0", $"--Auth:SigningKey={TestToken.SigningKey}", $"--Edge:Id={Id}", .. args],
        builder =>
        {
            builder.Logging.ClearProviders();
            builder.AddEdge();
            builder.AddMessagingOrMemory(EdgeModule.AddEdgeConsumers);
            configure(builder);
        },
        app => app.MapEdge());

    public string TokenFor(string storeId, string deviceId, TimeSpan? lifetime = null) =>
        Service<TokenIssuer>().IssueForDevice(storeId, deviceId, lifetime).Token;

    public Uri SocketUrl(string storeId = "s1", string deviceId = "d1", string query = "") =>
        new UriBuilder(new Uri(Client.BaseAddress!, $"{SocketPath(storeId, deviceId)}{query}")) { Scheme = "ws" }.Uri;

    public static string SocketPath(string storeId = "s1", string deviceId = "d1") =>
        $"/v1/stores/{storeId}/devices/{deviceId}/socket";

    /// <summary>Asks for the socket as a device does, for the answer's sake.</summary>
    public async Task<HttpResponseMessage> HandshakeAsync(
        string? token, string storeId = "s1", string deviceId = "d1", string query = "", string? protocol = null, string? extensions = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{SocketPath(storeId, deviceId)}{query}");
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new("websocket"));
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        if (protocol is not null)
            request.Headers.Add("Sec-WebSocket-Protocol", protocol);
        if (extensions is not null)
            request.Headers.Add("Sec-WebSocket-Extensions", extensions);
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        return await Client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken).Soon();
    }

    /// <summary>Connects a device and reads its hello.</summary>
    public async Task<Device> OpenAsync(string storeId = "s1", string deviceId = "d1", string? token = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token ?? TokenFor(storeId, deviceId)}");
        await socket.ConnectAsync(SocketUrl(storeId, deviceId), TestContext.Current.CancellationToken).Soon();
        var device = new Device(socket);
        var hello = await device.NextAsync("hello");
        device.ConnectionId = hello.GetProperty("connectionId").GetGuid();
        return device;
    }

    /// <summary>Connects a device that the edge reports; its replay has not begun.</summary>
    public async Task<Device> ConnectAsync(string storeId = "s1", string deviceId = "d1", string? token = null)
    {
        var device = await OpenAsync(storeId, deviceId, token);
        (await Delivery.NextAsync<Contracts.DeviceConnected>()).ConnectionId.ShouldBe(device.ConnectionId);
        return device;
    }

    /// <summary>Connects a device of a store where nothing is pending.</summary>
    public async Task<Device> ConnectLiveAsync(string storeId = "s1", string deviceId = "d1", string? token = null)
    {
        var device = await ConnectAsync(storeId, deviceId, token);
        await CommandAsync(Page(device));
        return device;
    }

    /// <summary>Sends the edge what Delivery sends, and returns when the edge has done it.</summary>
    public Task CommandAsync<TCommand>(TCommand command)
        where TCommand : class =>
        Service<IEnumerable<ISafePublisher>>().Single(publisher => publisher is not PublisherDouble)
            .PublishAsync(command, TestContext.Current.CancellationToken).Soon();

    public Task PushAsync(params Contracts.MessagePush[] pushes) =>
        CommandAsync(new Contracts.PushToStore { EdgeId = Id, Pushes = pushes });

    public Task SettleAsync(Guid messageId, string? by, params Device[] devices)
    {
        var settlement = new Contracts.MessageSettlement
        {
            MessageId = messageId,
            StoreId = "s1",
            ConnectionIds = [.. devices.Select(device => device.ConnectionId)],
            Status = by is null ? "expired" : "delivered",
            By = by,
        };
        return CommandAsync(new Contracts.SettleAtStore { EdgeId = Id, Settlements = [settlement] });
    }

    public static Contracts.PushToStore Page(Device device, params Contracts.MessagePush[] pushes) =>
        new() { EdgeId = Id, Pushes = pushes, ReplayOf = device.ConnectionId };

    /// <summary>A push whose frame has spaces and digits that nobody would write by himself.</summary>
    public Contracts.MessagePush A(Guid messageId, params Device[] devices) => new()
    {
        MessageId = messageId,
        StoreId = "s1",
        ExpiresAt = Now.AddMinutes(30),
        ConnectionIds = [.. devices.Select(device => device.ConnectionId)],
        IsRepeat = false,
        Frame = Contracts.RawJson.Parse($$"""{"type":"message","id":"{{messageId}}", "order": {"sum":1.10,"name":"\u997f百"} }"""),
    };

    /// <summary>Moves the clock step by step until something has happened, and says how far it went.</summary>
    public async Task<TimeSpan> PassTimeUntilAsync(Func<bool> hasHappened, TimeSpan? step = null)
    {
        var start = Clock.GetUtcNow();
        await Bounded.UntilAsync(() =>
        {
            if (hasHappened())
                return Task.FromResult(true);

            Clock.Advance(step ?? TimeSpan.FromSeconds(1));
            return Task.FromResult(false);
        });
        return Clock.GetUtcNow() - start;
    }

    public override async ValueTask DisposeAsync()
    {
        Delivery.OnPublish = null;
        await base.DisposeAsync();
    }

    private static async Task<EdgeProcess> StartAsync(
        Action<WebApplicationBuilder> configure, FakeTimeProvider? clock, string[] settings)
    {
        var delivery = new PublisherDouble();
        var app = Build(
            builder =>
            {
                builder.Services.AddSingleton<ISafePublisher>(delivery);
                if (clock is not null)
                    builder.Services.AddSingleton<TimeProvider>(clock);
                configure(builder);
            },
            settings);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, delivery, clock);
    }
}
