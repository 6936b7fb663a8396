using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace StorePush.Hosting.Limits;

/// <summary>Takes bodies as they are.</summary>
internal static class PlainBodies
{
    private const string Identity = "identity";

    /// <summary>
    /// Refuses bodies that are compressed (415): a few kilobytes of them could stand for gigabytes, and nobody here unpacks them anyway.
    /// </summary>
    public static void UsePlainBodies(this WebApplication app) => app.Use((context, next) =>
    {
        var encoding = context.Request.Headers.ContentEncoding;
        if (encoding.Count == 0 || encoding.All(each => Identity.Equals(each, StringComparison.OrdinalIgnoreCase)))
            return next(context);

        context.Response.Headers.AcceptEncoding = Identity;
        return TypedResults
            .Problem("The body must not be compressed.", statusCode: StatusCodes.Status415UnsupportedMediaType)
            .ExecuteAsync(context);
    });
}
