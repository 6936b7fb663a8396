using System.Net;
using System.Net.Sockets;

namespace StorePush.Cli.Tests.Usage;

public sealed class UrlTests
{
    [Theory]
    [InlineData("POST /foo/v1/stores/S1/orders ", "/foo", "place", "--store", "S1")]
    [InlineData("POST /foo/v1/stores/S1/orders/meituan/1/cancellation ", "/foo/", "cancel", "--store", "S1", "--order-id", "1")]
    [InlineData("GET /foo/bar/v1/stores/S1/messages?", "/foo/bar", "status", "--store", "S1")]
    [InlineData("GET /v1/stores/load-0/devices ", "", "load")]
    [InlineData("GET /foo/v1/stores/load-0/devices ", "/foo", "load")]
    [InlineData("GET /foo/v1/stores/S1/devices/till-1/socket ", "/foo", "pos", "--store", "S1", "--device", "till-1")]
    public async Task The_path_of_the_URL_comes_before_every_path(string expected, string path, params string[] args)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        await using var tool = ToolProcess.Start(new Uri($"http://{server.LocalEndpoint}{path}"), args);

        using var call = await server.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask().Soon();
        using var reader = new StreamReader(call.GetStream());
        var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().Soon();

        line.ShouldNotBeNull().ShouldStartWith(expected);
    }
}
