using Microsoft.AspNetCore.Http.Features;

namespace StorePush.Gateway.Failover;

/// <summary>Makes requests fit to be sent a second time.</summary>
internal static class RequestReplay
{
    /// <summary>Keeps a small body in memory while it is read; false when the body is too large, or its size unknown.</summary>
    /// <remarks>
    /// Orders are small, and a copy in a pooled buffer of just their size costs next to nothing. What is not kept must not be sent
    /// twice: the second time its beginning would be missing, and of a batch the first lines would be lost without a word.
    /// </remarks>
    public static bool Prepare(HttpRequest request, int maxBytes)
    {
        if (request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
            return true;

        if (request.ContentLength is not { } length || length > maxBytes)
            return false;

        request.EnableBuffering(bufferThreshold: (int)length);
        return true;
    }

    /// <summary>Forgets the failed attempt.</summary>
    public static void Reset(HttpContext context)
    {
        context.Response.Clear();
        if (context.Request.Body.CanSeek)
            context.Request.Body.Position = 0;
    }
}
