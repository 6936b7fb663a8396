using System.Net;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using StorePush.Edge.Tests.Devices;
using StorePush.Edge.Tests.Running;
using StorePush.Hosting.Authentication;

namespace StorePush.Edge.Tests;

public sealed class HandshakeTests : EdgeTest
{
    public static TheoryData<string> SpoiledTokens => [.. Token(TimeProvider.System.GetUtcNow()).Spoiled().Keys];

    [Fact]
    public async Task While_a_device_is_connected_nothing_keeps_what_its_token_said()
    {
        WeakReference? caller = null;
        await using var edge = await EdgeProcess.StartAsync(builder => builder.Services.PostConfigure<JwtBearerOptions>(
            JwtBearerDefaults.AuthenticationScheme,
            options => options.Events.OnTokenValidated = context =>
            {
                caller = new WeakReference(context.Principal);
                return Task.CompletedTask;
            }));

        using var device = await edge.ConnectLiveAsync();

        await Bounded.UntilAsync(() =>
        {
            GC.Collect();
            return Task.FromResult(!caller!.IsAlive);
        });
        await device.NothingElseAsync();
    }

    [Fact]
    public async Task Without_a_token_nobody_is_let_in()
    {
        using var answer = await Edge.HandshakeAsync(token: null);

        await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [MemberData(nameof(SpoiledTokens))]
    public async Task A_bad_token_is_refused_in_the_header_and_in_the_query(string spoiled)
    {
        var token = Token(Edge.Now).Spoiled()[spoiled];

        using var inHeader = await Edge.HandshakeAsync(token);
        using var inQuery = await Edge.HandshakeAsync(token: null, query: $"?access_token={token}");

        await inHeader.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        await inQuery.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_right_token_in_the_query_does_not_help_a_bad_one_in_the_header()
    {
        using var answer = await Edge.HandshakeAsync("nonsense", query: $"?access_token={Edge.TokenFor("s1", "d1")}");

        await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("s1", "d2")]
    [InlineData("s2", "d1")]
    [InlineData("S1", "d1")]
    [InlineData("s1", "D1")]
    public async Task A_token_opens_no_other_devices_socket(string storeId, string deviceId)
    {
        using var answer = await Edge.HandshakeAsync(Edge.TokenFor(storeId, deviceId));

        await answer.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_token_that_is_no_devices_is_forbidden()
    {
        var device = Token(Edge.Now);
        TestToken[] others =
        [
            device with { Scope = Scopes.OrdersWrite },
            device with { Scope = "devices device:x" },
            device with { Scope = null },
            device with { StoreId = null },
        ];

        foreach (var other in others)
        {
            using var answer = await Edge.HandshakeAsync(other.Sign());
            await answer.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        }
    }

    [Theory]
    [InlineData("s 1", "d1")]
    [InlineData("s1", "d\u00e91")]
    [InlineData("s1", "d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d")]
    public async Task A_token_of_what_can_be_no_device_is_forbidden(string storeId, string deviceId)
    {
        using var answer = await Edge.HandshakeAsync(
            TestToken.ForDevice(storeId, deviceId, Edge.Now).Sign(), Uri.EscapeDataString(storeId), Uri.EscapeDataString(deviceId));

        await answer.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_token_that_was_issued_before_the_oldest_revocation_that_is_remembered_is_refused()
    {
        var old = Token(Edge.Now - TimeSpan.FromDays(366)) with { Lifetime = TimeSpan.FromDays(3_650) };

        using var refused = await Edge.HandshakeAsync(old.Sign());
        using var young = await Edge.HandshakeAsync((old with { Now = Edge.Now - TimeSpan.FromDays(364) }).Sign());

        (await refused.ShouldBeProblemAsync(HttpStatusCode.Unauthorized)).GetProperty("detail").GetString()!.ShouldContain("too old");
        refused.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
        young.StatusCode.ShouldBe(HttpStatusCode.SwitchingProtocols);
    }

    [Fact]
    public async Task A_token_that_is_issued_later_and_so_outlives_its_revocation_is_refused()
    {
        var ahead = Token(Edge.Now + TimeSpan.FromSeconds(61));

        using var refused = await Edge.HandshakeAsync(ahead.Sign());
        using var almost = await Edge.HandshakeAsync((ahead with { Now = Edge.Now + TimeSpan.FromSeconds(60) }).Sign());

        (await refused.ShouldBeProblemAsync(HttpStatusCode.Unauthorized)).GetProperty("detail").GetString()!.ShouldContain("clock");
        refused.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
        almost.StatusCode.ShouldBe(HttpStatusCode.SwitchingProtocols);
    }

    [Fact]
    public async Task Where_clocks_may_differ_by_more_a_token_may_be_issued_as_much_later()
    {
        await using var edge = await EdgeProcess.StartAsync("--Auth:ClockSkew=00:05:00");
        var ahead = TestToken.ForDevice("s1", "d1", edge.Now + TimeSpan.FromSeconds(301));

        using var refused = await edge.HandshakeAsync(ahead.Sign());
        using var almost = await edge.HandshakeAsync((ahead with { Now = edge.Now + TimeSpan.FromSeconds(299) }).Sign());

        await refused.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        almost.StatusCode.ShouldBe(HttpStatusCode.SwitchingProtocols);
    }

    [Fact]
    public async Task A_token_that_does_not_say_when_it_was_issued_opens_the_socket_unless_the_device_was_revoked()
    {
        var token = (Token(Edge.Now) with { SaysWhenIssued = false }).Sign();

        using var device = await Edge.ConnectLiveAsync(token: token);
        await Edge.CommandAsync(new Contracts.DeviceRevoked { StoreId = "s1", DeviceId = "d1", RevokedAt = Edge.Now });
        using var refused = await Edge.HandshakeAsync(token);

        (await device.CloseCodeAsync()).ShouldBe(4403);
        await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("permessage-deflate")]
    [InlineData("permessage-deflate; client_max_window_bits, x-webkit-deflate-frame")]
    public async Task Compression_is_never_agreed_to(string offered)
    {
        using var answer = await Edge.HandshakeAsync(Edge.TokenFor("s1", "d1"), extensions: offered);

        answer.StatusCode.ShouldBe(HttpStatusCode.SwitchingProtocols);
        answer.Headers.Contains("Sec-WebSocket-Extensions").ShouldBeFalse();
    }

    [Theory]
    [InlineData("storepush.v1")]
    [InlineData("storepush.v2, storepush.v1")]
    public async Task The_sub_protocol_is_echoed_when_it_is_offered(string offered)
    {
        using var answer = await Edge.HandshakeAsync(Edge.TokenFor("s1", "d1"), protocol: offered);

        answer.StatusCode.ShouldBe(HttpStatusCode.SwitchingProtocols);
        answer.Headers.GetValues("Sec-WebSocket-Protocol").ShouldBe(["storepush.v1"]);
    }

    [Fact]
    public async Task No_sub_protocol_is_answered_when_none_is_offered()
    {
        using var answer = await Edge.HandshakeAsync(Edge.TokenFor("s1", "d1"));

        answer.StatusCode.ShouldBe(HttpStatusCode.SwitchingProtocols);
        answer.Headers.Contains("Sec-WebSocket-Protocol").ShouldBeFalse();
    }

    [Fact]
    public async Task Another_sub_protocol_alone_is_a_bad_request()
    {
        using var answer = await Edge.HandshakeAsync(Edge.TokenFor("s1", "d1"), protocol: "mqtt");

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Whoever_does_not_upgrade_is_told_to()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Running.EdgeProcess.SocketPath());
        request.Headers.Authorization = new("Bearer", Edge.TokenFor("s1", "d1"));

        using var answer = await Edge.Client.SendAsync(request, Cancel);

        await answer.ShouldBeProblemAsync(HttpStatusCode.UpgradeRequired);
        answer.Headers.Upgrade.ToString().ShouldBe("websocket");
    }

    [Fact]
    public async Task A_browsers_token_stands_in_the_query()
    {
        using var device = new Device(new());

        await device.Socket.ConnectAsync(Edge.SocketUrl(query: $"?access_token={Edge.TokenFor("s1", "d1")}"), Cancel);

        await device.NextAsync("hello");
    }

    [Fact]
    public async Task A_refused_device_is_not_reported()
    {
        using var answer = await Edge.HandshakeAsync(Edge.TokenFor("s1", "d2"));

        Edge.Registry.Count.ShouldBe(0);
        Edge.Delivery.All<Contracts.DeviceConnected>().ShouldBeEmpty();
    }

    private static TestToken Token(DateTimeOffset now) => TestToken.ForDevice("s1", "d1", now);
}
