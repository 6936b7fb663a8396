using System.Buffers;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http.HttpResults;
using StorePush.Ingest.Batches;

namespace StorePush.Ingest.Limits;

/// <summary>Reads bodies up to a limit.</summary>
internal static class RequestBody
{
    /// <summary>As long as most orders; what a caller says of the length costs nothing before it comes.</summary>
    private const int FirstBytes = 2_048;

    /// <summary>Whether the body is of one of these types, or does not say.</summary>
    public static bool HasType(HttpRequest request, IReadOnlyList<string> types) =>
        string.IsNullOrEmpty(request.ContentType)
        || (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && types.Contains(type.MediaType, StringComparer.OrdinalIgnoreCase));

    public static ProblemHttpResult WrongType(string expected) =>
        TypedResults.Problem($"The Content-Type must be {expected}.", statusCode: StatusCodes.Status415UnsupportedMediaType);

    public static ProblemHttpResult TooLarge(int limit) =>
        TypedResults.Problem(
            $"The body must not be larger than {limit} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);

    /// <summary>The whole body, or null when it is larger than the limit; then no more than the limit was read.</summary>
    /// <remarks>
    /// Takes over what has come before it waits for more. The web server could hold it just as well, but does not get along with a client
    /// that breaks off meanwhile: https://github.com/dotnet/aspnetcore/issues/52324
    /// </remarks>
    /// <param name="request">The request.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="lines">Sees the body as it comes, and ends the reading once it has seen too many lines; then the result is null too.</param>
    /// <param name="cancellationToken">The end of patience.</param>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(
        HttpRequest request, int limit, LineCounter? lines, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
            return null;

        var body = new ArrayBufferWriter<byte>(FirstBytes);
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            var isOver = body.WrittenCount + read.Buffer.Length > limit;
            if (!isOver)
            {
                lines?.Look(read.Buffer);
                foreach (var part in read.Buffer)
                    body.Write(part.Span);
            }

            // After a read that is not finished the server could not pass over the rest, and would break the connection.
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (isOver || lines?.IsOver == true)
                return null;
            if (read.IsCompleted)
                return body.WrittenMemory;
        }
    }
}
