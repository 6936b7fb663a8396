using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace StorePush.Hosting.Problems;

/// <summary>Every error of the API is a problem detail (RFC 9457) with type, title, status and detail.</summary>
public static class ProblemResponses
{
    /// <summary>An answer that asks the caller to try again: 503 with <c>Retry-After</c>.</summary>
    /// <param name="context">The request.</param>
    /// <param name="detail">What is away.</param>
    /// <param name="retryAfter">After what time to try again; whole seconds.</param>
    public static ProblemHttpResult Unavailable(HttpContext context, string detail, TimeSpan retryAfter) =>
        TryLater(context, StatusCodes.Status503ServiceUnavailable, detail, retryAfter);

    /// <summary>An answer that asks the caller to slow down: 429 with <c>Retry-After</c>.</summary>
    /// <param name="context">The request.</param>
    /// <param name="detail">Which limit was passed.</param>
    /// <param name="retryAfter">After what time to try again; whole seconds.</param>
    public static ProblemHttpResult TooManyRequests(HttpContext context, string detail, TimeSpan retryAfter) =>
        TryLater(context, StatusCodes.Status429TooManyRequests, detail, retryAfter);

    /// <summary>An answer that names the field of a question that is wrong: 400 with <c>errors</c>.</summary>
    /// <param name="field">The field, as the caller wrote it.</param>
    /// <param name="error">What it must be.</param>
    public static ValidationProblem Invalid(string field, string error) =>
        TypedResults.ValidationProblem(
            new Dictionary<string, string[]> { [field] = [error] }, "The request can't be answered; see errors.");

    internal static void AddProblemDetails(this WebApplicationBuilder builder) =>
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            var problem = context.ProblemDetails;
            var status = problem.Status ?? context.HttpContext.Response.StatusCode;

            // The framework knows no type and no title of some, 429 among them.
            problem.Type ??= "about:blank";
            problem.Title ??= ReasonPhrases.GetReasonPhrase(status);
            problem.Detail ??= DefaultDetail(status);
        });

    internal static void UseProblemDetails(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = exception => exception switch
            {
                BadHttpRequestException bad => bad.StatusCode,
                _ when IsOfTheClient(exception) => StatusCodes.Status400BadRequest,
                _ => StatusCodes.Status500InternalServerError,
            },

            // What a client does wrong it is told; a line of log for each would be a way to fill the disk.
            SuppressDiagnosticsCallback = failure => IsOfTheClient(failure.Exception),
        });
        app.UseStatusCodePages();
        app.UseGoneClients();
    }

    /// <summary>Kestrel has an exception for that, but not for the size of a chunk that is no number of 32 bits.</summary>
    private static bool IsOfTheClient(Exception exception) =>
        exception is BadHttpRequestException or IOException { InnerException: OverflowException };

    private static ProblemHttpResult TryLater(HttpContext context, int status, string detail, TimeSpan retryAfter)
    {
        ArgumentNullException.ThrowIfNull(context);

        context.Response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString("F0", null);
        return TypedResults.Problem(detail, statusCode: status);
    }

    private static string DefaultDetail(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "A valid bearer token is required.",
        StatusCodes.Status403Forbidden => "The token does not allow this.",
        StatusCodes.Status404NotFound => "There is nothing here.",
        StatusCodes.Status405MethodNotAllowed => "The method is not allowed here; see the Allow header.",
        StatusCodes.Status413PayloadTooLarge => "The body is too large.",
        StatusCodes.Status500InternalServerError => "Something went wrong on our side. It was logged.",
        _ => ReasonPhrases.GetReasonPhrase(status),
    };
}
