using System.Net;
using System.Net.Sockets;
using StorePush.Cli.Load.Devices;

namespace StorePush.Cli.Tests.Load;

public sealed class SourceAddressTests
{
    [Fact]
    public void Ranges_and_single_addresses_are_read() =>
        SourceAddresses.Parse("127.0.0.254-127.0.1.1, 127.0.0.2").Select(address => $"{address}")
            .ShouldBe(["127.0.0.254", "127.0.0.255", "127.0.1.0", "127.0.1.1", "127.0.0.2"]);

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1-")]
    [InlineData("127.0.0.9-127.0.0.1")]
    [InlineData("10.0.0.0-10.255.255.255")]
    [InlineData("::1")]
    public void Anything_else_is_refused(string text) => Should.Throw<FormatException>(() => SourceAddresses.Parse(text));

    [Fact]
    public async Task Devices_connect_from_each_address_in_turn()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var url = new Uri($"http://{server.LocalEndpoint}");
        var sockets = new DeviceSockets(SourceAddresses.Parse("127.0.0.2-127.0.0.4"));
        using var invoker = sockets.CreateInvoker();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var connections = new List<Socket>();
        for (var device = 0; device < 6; device++)
        {
            _ = invoker.SendAsync(new HttpRequestMessage(HttpMethod.Get, url), stop.Token);
            connections.Add(await server.AcceptSocketAsync(stop.Token).AsTask().Soon());
        }

        var seen = connections.Select(connection => $"{((IPEndPoint)connection.RemoteEndPoint!).Address}").ToList();
        await stop.CancelAsync();
        connections.ForEach(connection => connection.Dispose());
        seen.Order().ShouldBe(["127.0.0.2", "127.0.0.2", "127.0.0.3", "127.0.0.3", "127.0.0.4", "127.0.0.4"]);
    }
}
