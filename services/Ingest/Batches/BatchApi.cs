using System.Buffers;
using System.Text.Json;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using StorePush.Hosting.Authentication;
using StorePush.Hosting.Messaging;
using StorePush.Hosting.Problems;
using StorePush.Ingest.Limits;
using StorePush.Ingest.Orders;

namespace StorePush.Ingest.Batches;

/// <summary>Takes many messages as NDJSON, one a line, and answers line by line in the same order.</summary>
/// <remarks>
/// Nothing is published before the whole batch is read. When the broker fails in the middle the answer is 503 for the whole batch:
/// the caller sends all of it again, and what was already accepted keeps its id.
/// </remarks>
internal sealed class BatchApi(
    MessageReader reader, MessageIntake intake, CallerLimiter limiter, IOptions<IngestOptions> options, IOptions<JsonOptions> json)
    : IDisposable
{
    private const string ContentType = "application/x-ndjson";

    private static readonly string[] ContentTypes = [ContentType, "application/ndjson", "application/jsonl"];

    private readonly IngestOptions _options = options.Value;
    private readonly ConcurrencyLimiter _batches = new(new() { PermitLimit = options.Value.MaxConcurrentBatches, QueueLimit = 0 });

    public async Task<IResult> AcceptAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (!RequestBody.HasType(context.Request, ContentTypes))
            return RequestBody.WrongType(ContentType);

        // Before the body is read: how many messages it has, and so whether the caller may send them, is known only when it is all here.
        using var place = _batches.AttemptAcquire();
        if (!place.IsAcquired)
            return ProblemResponses.Unavailable(context, "Too many batches are under way. Send the batch again.", _options.RetryAfter);

        var counter = new LineCounter(_options.MaxBatchLines);
        if (await RequestBody.ReadAsync(context.Request, _options.MaxBatchBytes, counter, cancellationToken) is not { } body)
            return counter.IsOver ? WrongNumberOfLines() : RequestBody.TooLarge(_options.MaxBatchBytes);

        var lines = NdjsonLines.Split(body);
        if (lines.Count == 0)
            return WrongNumberOfLines();

        if (limiter.Take(context.User, lines.Count) is { } wait)
            return ProblemResponses.TooManyRequests(context, "This caller sends too many messages.", wait);

        // All are read before the first is published, so that they are accepted in the order of their lines.
        (LineResult Result, IncomingMessage? Message)[] read = [.. lines.Select(line => ReadLine(context, line))];
        try
        {
            await Parallel.ForEachAsync(
                read.Select(line => line.Message).OfType<IncomingMessage>(),
                new ParallelOptions { MaxDegreeOfParallelism = _options.BatchConcurrency, CancellationToken = cancellationToken },
                async (message, cancel) => await intake.AcceptAsync(message, cancel));
        }
        catch (BrokerUnavailableException)
        {
            return ProblemResponses.Unavailable(
                context, "Not all messages can be made safe now. Send the batch again.", _options.RetryAfter);
        }

        return TypedResults.Bytes(Write(read.Select(line => line.Result)), ContentType);
    }

    public void Dispose() => _batches.Dispose();

    private ValidationProblem WrongNumberOfLines() => TypedResults.ValidationProblem(
        ValidationErrors.Of(ValidationErrors.Body, $"Must have 1 to {_options.MaxBatchLines} lines.").ByField,
        "The batch was not accepted; see errors.");

    /// <summary>Reads a line; the result holds once the message, if there is one, is published.</summary>
    private (LineResult Result, IncomingMessage? Message) ReadLine(HttpContext context, ReadOnlyMemory<byte> line)
    {
        var errors = new ValidationErrors();
        if (line.Length > _options.MaxBodyBytes)
            errors.Add(ValidationErrors.Body, $"Must not be larger than {_options.MaxBodyBytes} bytes.");
        if (errors.Any || reader.ReadLine(line, errors) is not { } message)
            return (LineResult.Rejected(errors), null);

        if (!context.User.MayTouchStore(message.StoreId))
            return (LineResult.Rejected(ValidationErrors.Of("storeId", "The token is limited to another store.")), null);

        return (LineResult.Accepted(message.MessageId), message);
    }

    private byte[] Write(IEnumerable<LineResult> results)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output);
        foreach (var result in results)
        {
            JsonSerializer.Serialize(writer, result, json.Value.SerializerOptions);
            writer.Flush();
            output.Write("\n"u8);
            writer.Reset();
        }

        return output.WrittenSpan.ToArray();
    }
}
