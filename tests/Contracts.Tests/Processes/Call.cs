using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using StorePush.Protocol;

namespace StorePush.Contracts.Tests.Processes;

/// <summary>A call that a process answers, or that the OpenAPI document describes.</summary>
/// <param name="Method">The method, in upper case.</param>
/// <param name="Path">The path with its parameters.</param>
/// <param name="Scope">The scope that a token needs; null when none is needed.</param>
internal sealed record Call(string Method, string Path, string? Scope)
{
    /// <summary>The same call without its scope, for whoever does not check it.</summary>
    public Call Open => this with { Scope = null };

    public static IReadOnlyList<Call> Documented()
    {
        var document = JsonElement.Parse(OpenApiDocument.Utf8);
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               select new Call(operation.Name.ToUpperInvariant(), path.Name, ScopeOf(operation.Value)),
        ];
    }

    /// <summary>The calls of an endpoint; one that takes every method is meant for GET.</summary>
    public static IEnumerable<Call> Of(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
        var scope = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).SingleOrDefault();
        return (methods is { Count: > 0 } ? methods : ["GET"]).Select(method => new Call(method, PathOf(endpoint), scope));
    }

    private static string PathOf(RouteEndpoint endpoint) => $"/{endpoint.RoutePattern.RawText!.Trim('/')}";

    private static string? ScopeOf(JsonElement operation) =>
        operation.GetProperty("security").EnumerateArray().SelectMany(scheme => scheme.EnumerateObject())
            .SelectMany(scheme => scheme.Value.EnumerateArray()).Select(scope => scope.GetString()).Distinct().SingleOrDefault();
}
