using Microsoft.AspNetCore.Http.HttpResults;
using StorePush.Hosting.Problems;
using StorePush.Sagas.EntityFrameworkCore.Faults;

namespace StorePush.Delivery.Persistence;

/// <summary>While the database is away a call is answered with 503 and <c>Retry-After</c>: nothing is wrong with the call.</summary>
internal sealed class DatabaseAwayFilter(SchemaMigrator schema) : IEndpointFilter
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (!schema.Ready.IsCompletedSuccessfully)
            return Away(context);

        try
        {
            return await next(context);
        }
        catch (Exception exception) when (TransientFaults.IsTransient(exception))
        {
            return Away(context);
        }
    }

    private static ProblemHttpResult Away(EndpointFilterInvocationContext context) =>
        ProblemResponses.Unavailable(context.HttpContext, "The database is away. Try again.", RetryAfter);
}
