using System.Net;
using Microsoft.AspNetCore.Http;

namespace StorePush.Pos.Tests.Servers;

/// <summary>An attempt to connect.</summary>
internal sealed class Handshake
{
    private readonly HttpContext _context;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Handshake(HttpContext context)
    {
        _context = context;
        context.RequestAborted.Register(() => _over.TrySetResult());
    }

    public Task Over => _over.Task;

    public string Path => _context.Request.Path;

    public string? Authorization => _context.Request.Headers.Authorization;

    public IList<string> SubProtocols => _context.WebSockets.WebSocketRequestedProtocols;

    public async Task<ServerSide> AcceptAsync() =>
        new(await _context.WebSockets.AcceptWebSocketAsync(SubProtocols.FirstOrDefault()), _context, _over);

    public void Refuse(HttpStatusCode status, string? retryAfter = null)
    {
        _context.Response.StatusCode = (int)status;
        if (retryAfter is not null)
            _context.Response.Headers.RetryAfter = retryAfter;
        _over.TrySetResult();
    }
}
