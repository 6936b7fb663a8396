using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace StorePush.Hosting.Limits;

/// <summary>Turns requests away while they have cost nothing yet.</summary>
public static class EntryGates
{
    /// <summary>Asks before all else, the check of the token included, whether a request is turned away.</summary>
    /// <param name="endpoints">What is guarded.</param>
    /// <param name="refuse">The answer to a request that is turned away, or null.</param>
    public static TBuilder RefuseEarly<TBuilder>(this TBuilder endpoints, Func<HttpContext, IResult?> refuse)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new EntryGate(refuse));

    /// <summary>Goes between routing, which finds the endpoint, and the check of tokens.</summary>
    internal static void UseEntryGates(this WebApplication app) => app.Use((context, next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<EntryGate>()?.Refuse(context) is { } refusal
            ? refusal.ExecuteAsync(context)
            : next(context));
}
