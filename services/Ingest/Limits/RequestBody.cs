using System.Buffers;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http.HttpResults;

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
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
            return null;

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > limit)
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
