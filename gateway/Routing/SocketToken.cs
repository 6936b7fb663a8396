using System.Net.Http.Headers;
using StorePush.Protocol;
using Yarp.ReverseProxy.Transforms;

namespace StorePush.Gateway.Routing;

/// <summary>Keeps tokens out of the URLs of the services, and so out of whatever writes URLs down.</summary>
internal static class SocketToken
{
    /// <summary>Makes an <c>Authorization</c> header of the token in the query, unless there is one, and drops it from the query.</summary>
    public static void MoveToHeader(RequestTransformContext request)
    {
        if (!request.HttpContext.Request.Query.TryGetValue(SocketProtocol.TokenParameter, out var token))
            return;

        request.Query.Collection.Remove(SocketProtocol.TokenParameter);

        // What can't be a header can't be a token either: the edge answers as if there were none.
        var headers = request.ProxyRequest.Headers;
        if (!headers.Contains("Authorization") && AuthenticationHeaderValue.TryParse($"Bearer {token}", out var bearer))
            headers.Authorization = bearer;
    }
}
