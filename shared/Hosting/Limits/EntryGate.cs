using Microsoft.AspNetCore.Http;

namespace StorePush.Hosting.Limits;

/// <summary>What an endpoint wants to know before anything is done for a request.</summary>
/// <param name="Refuse">The answer to a request that is turned away, or null.</param>
internal sealed record EntryGate(Func<HttpContext, IResult?> Refuse);
