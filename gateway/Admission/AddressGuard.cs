using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using StorePush.Hosting.Limits;

namespace StorePush.Gateway.Admission;

/// <summary>Closes connections of an address that has too many of them, before a byte is read.</summary>
internal sealed class AddressGuard(IOptions<GatewayOptions> options)
{
    private readonly Places<IPAddress> _connections = new(options.Value.MaxConnectionsPerAddress);
    private readonly IReadOnlyList<IPNetwork> _proxies = ProxyNetworks.Parse(options.Value.TrustedProxies);

    /// <summary>Goes before whatever else a connection meets.</summary>
    public static void Use(ListenOptions listen)
    {
        var guard = listen.ApplicationServices.GetRequiredService<AddressGuard>();
        listen.Use(next => connection => guard.ServeAsync(connection, next));
    }

    private async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var peer = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        if (peer is not null && IsProxy(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer))
        {
            // A load balancer brings the connections of everybody.
            await next(connection);
            return;
        }

        var address = ClientAddress.Of(peer);
        // Nobody to go on with the connection: it is closed.
        if (!_connections.TryTake(address))
            return;

        try
        {
            await next(connection);
        }
        finally
        {
            _connections.GiveBack(address);
        }
    }

    private bool IsProxy(IPAddress peer) => _proxies.Any(proxy => proxy.Contains(peer));
}
