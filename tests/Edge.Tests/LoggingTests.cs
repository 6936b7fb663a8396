using Microsoft.Extensions.Logging;
using StorePush.Edge.Tests.Devices;
using StorePush.Edge.Tests.Running;

namespace StorePush.Edge.Tests;

public sealed class LoggingTests
{
    [Fact]
    public async Task No_log_line_holds_a_token_however_much_is_logged()
    {
        using var log = new LogLines();
        await using var edge = await EdgeProcess.StartAsync(builder => builder.Logging
            .AddProvider(log)
            .SetMinimumLevel(LogLevel.Trace)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Trace)
            .AddFilter("MassTransit", LogLevel.Trace));
        var good = edge.TokenFor("s1", "d1");
        var spoiled = TestToken.ForDevice("s1", "d1", edge.Now).Spoiled();
        using var device = new Device(new());

        await device.Socket.ConnectAsync(
            edge.SocketUrl(query: $"?access_token={good}"), TestContext.Current.CancellationToken);
        await device.NextAsync("hello");
        using (await edge.HandshakeAsync(token: null, deviceId: "d2", query: $"?access_token={good}"))
        {
        }

        foreach (var token in spoiled.Values)
        {
            using var inHeader = await edge.HandshakeAsync(token);
            using var inQuery = await edge.HandshakeAsync(token: null, query: $"?access_token={token}");
        }

        string[] lines = [.. log.All];
        lines.ShouldContain(line => line.Contains("/socket", StringComparison.Ordinal));
        lines.ShouldNotContain(line => line.Contains("access_token=", StringComparison.Ordinal));
        foreach (var payload in spoiled.Values.Append(good).Where(token => token.Contains('.')).Select(token => token.Split('.')[1]))
            lines.ShouldNotContain(line => line.Contains(payload, StringComparison.Ordinal));
    }
}
