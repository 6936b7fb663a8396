using System.Diagnostics;
using System.Net.WebSockets;
using StorePush.Integration.Tests.Deployments;
using StorePush.Tests.Common.Servers;

namespace StorePush.Integration.Tests.Security;

/// <summary>A device that was revoked is out, wherever it tries, within two seconds.</summary>
public sealed class RevocationTests(RabbitMqServer rabbitMq, PostgresServer postgres)
{
    private const string Store = "S1";
    private const string Device = "till-1";
    private const int Forbidden = 4403;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly Servers _servers = new(rabbitMq, postgres);

    [Fact]
    public async Task A_revoked_device_is_closed_and_refused_by_every_edge_within_two_seconds()
    {
        await using var deployment = await Deployment.StartAsync(_servers);
        using var platform = deployment.Platform();
        var token = deployment.DeviceToken(Store, Device);
        Uri[] edges = [.. deployment.Edges.Select(Deployment.Url)];
        await using var connected = await Terminal.ConnectAsync(edges[0], Store, Device, token);

        await platform.RevokeAsync(Store, Device);
        var watch = Stopwatch.StartNew();

        (await connected.ClosedAsync()).ShouldBe(Forbidden);
        foreach (var edge in edges)
            await Bounded.UntilAsync(() => IsRefusedAsync(edge, token));
        watch.Elapsed.ShouldBeLessThan(Limit);
    }

    [Fact]
    public async Task A_revoked_device_is_closed_and_refused_within_two_seconds_by_an_edge_that_starts_later()
    {
        await using var deployment = await Deployment.StartAsync(_servers);
        using var platform = deployment.Platform();
        var token = deployment.DeviceToken(Store, Device);
        await platform.RevokeAsync(Store, Device);
        foreach (var edge in deployment.Edges)
            await edge.StopAsync(TestContext.Current.CancellationToken);

        var restarted = Deployment.Url(await deployment.StartEdgeAsync());
        var watch = Stopwatch.StartNew();

        await Bounded.UntilAsync(() => IsRefusedAsync(restarted, token));
        watch.Elapsed.ShouldBeLessThan(Limit);
        await using var other = await deployment.ConnectAsync(restarted, Store, "till-2");
        await other.ExpectNothingAsync();
    }

    /// <summary>
    /// Whether the handshake is refused. An edge that was not told of the revocation yet lets the device in, and closes it once it is.
    /// </summary>
    private static async Task<bool> IsRefusedAsync(Uri edge, string token)
    {
        try
        {
            await using var terminal = await Terminal.ConnectAsync(edge, Store, Device, token);
            (await terminal.ClosedAsync()).ShouldBe(Forbidden);
            return false;
        }
        catch (WebSocketException exception)
        {
            exception.Message.ShouldContain("403");
            return true;
        }
    }
}
