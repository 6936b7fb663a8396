using System.Net;
using System.Net.WebSockets;
using StorePush.Edge.Tests.Running;

namespace StorePush.Edge.Tests;

public sealed class LimitTests
{
    [Fact]
    public async Task A_full_edge_refuses_devices_until_one_leaves()
    {
        await using var edge = await EdgeProcess.StartAsync("--Edge:MaxConnections=1");
        using var device = await edge.ConnectLiveAsync(deviceId: "d1");

        using var refused = await edge.HandshakeAsync(edge.TokenFor("s1", "d2"), deviceId: "d2");
        await device.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);

        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        refused.ShouldSayWhenToRetry();
        await Bounded.UntilAsync(async () =>
        {
            using var answer = await edge.HandshakeAsync(edge.TokenFor("s1", "d2"), deviceId: "d2");
            return answer.StatusCode == HttpStatusCode.SwitchingProtocols;
        });
    }

    [Fact]
    public async Task Devices_that_come_faster_than_the_edge_may_take_them_are_told_to_come_later()
    {
        await using var edge = await EdgeProcess.StartAsync("--Edge:HandshakesPerSecond=1");

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(index =>
            edge.HandshakeAsync(edge.TokenFor("s1", $"d{index}"), deviceId: $"d{index}")));

        answers.ShouldContain(answer => answer.StatusCode == HttpStatusCode.SwitchingProtocols);
        var refused = answers.Where(answer => answer.StatusCode != HttpStatusCode.SwitchingProtocols).ToArray();
        refused.ShouldNotBeEmpty();
        foreach (var answer in refused)
        {
            await answer.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
            answer.ShouldSayWhenToRetry();
        }

        foreach (var answer in answers)
            answer.Dispose();
    }
}
