using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace StorePush.Hosting.Limits;

/// <summary>Tells whether whoever called has closed the connection meanwhile, as devices do that get no answer.</summary>
public static class GivenUp
{
    /// <summary>
    /// Whether nobody waits for the answer any more. The web server learns it too, but maybe only when it has served the call; the socket
    /// knows it at once. A process that stood still finds the calls of all who gave up, and those that they made after them.
    /// </summary>
    public static bool IsGivenUp(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        var socket = context.Features.Get<IConnectionSocketFeature>()?.Socket;
        try
        {
            // Once may be a moment in which the web server has just read what had come.
            return context.RequestAborted.IsCancellationRequested || (socket is not null && HasEnded(socket) && HasEnded(socket));
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
        {
            return true;
        }
    }

    private static bool HasEnded(Socket socket) => socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;
}
