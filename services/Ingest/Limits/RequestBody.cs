using System.Buffers;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http.HttpResults;
using StorePush.Ingest.Batches;

namespace StorePush.Ingest.Limits;

/// <summary>Reads bodies up to a limit.</summary>
internal static class RequestBody
{
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
    /// <param name="request">The request.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="lines">Sees the body as it comes, and ends the reading once it has seen too many lines; then the result is null too.</param>
    /// <param name="cancellationToken">The end of patience.</param>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(
        HttpRequest request, int limit, LineCounter? lines, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
            return null;

        long seen = 0;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            lines?.Look(read.Buffer.Slice(seen));
            seen = read.Buffer.Length;
            if (seen > limit || lines?.IsOver == true)
            {
                // After a read that is not finished the server could not pass over the rest, and would break the connection.
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                ReadOnlyMemory<byte> body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
