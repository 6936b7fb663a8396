using System.Security.Claims;

namespace StorePush.Edge.Sockets;

/// <summary>The services with which a handshake's token is checked, which end with the handshake.</summary>
/// <remarks>
/// A request keeps its services, its caller and its headers until it ends, and a socket is a request that lasts for days: with the claims
/// of the token that would be a quarter of what a device costs.
/// </remarks>
internal sealed class HandshakeScope : IDisposable
{
    private readonly HttpContext _context;
    private readonly IServiceProvider _application;
    private IServiceScope? _scope;

    private HandshakeScope(HttpContext context, IServiceProvider application)
    {
        (_context, _application) = (context, application);
        _scope = application.CreateScope();
        context.RequestServices = _scope.ServiceProvider;
    }

    /// <summary>Begins, before anybody has asked the request for a service.</summary>
    /// <param name="context">The request; what it does not end by itself ends with it.</param>
    /// <param name="application">The services of the process.</param>
    public static void Begin(HttpContext context, IServiceProvider application)
    {
        var scope = new HandshakeScope(context, application);
        context.Features.Set(scope);
        context.Response.RegisterForDispose(scope);
    }

    /// <summary>Lets go of all that was needed to let the device in.</summary>
    public void End()
    {
        Dispose();
        _context.RequestServices = _application;
        _context.User = new ClaimsPrincipal();
        _context.Request.Headers.Clear();
    }

    public void Dispose()
    {
        _scope?.Dispose();
        _scope = null;
    }
}
