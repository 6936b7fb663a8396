using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;

namespace StorePush.Hosting.Problems;

internal static class GoneClients
{
    /// <summary>
    /// A client that broke off in the middle of its request gets no answer and no line of log, or anybody could write as many as he
    /// likes.
    /// </summary>
    public static void UseGoneClients(this WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (ConnectionResetException)
        {
            // Else the web server waits for the rest of the body, and complains that there is none.
            context.Abort();
        }
    });
}
