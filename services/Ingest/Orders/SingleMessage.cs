using Microsoft.Extensions.Options;
using StorePush.Hosting.Messaging;
using StorePush.Hosting.Problems;
using StorePush.Ingest.Limits;

namespace StorePush.Ingest.Orders;

/// <summary>What the calls that bring one message have in common: limits, body, checks, and 202 only when the message is safe.</summary>
internal sealed class SingleMessage(MessageIntake intake, CallerLimiter limiter, IOptions<IngestOptions> options)
{
    private static readonly string[] ContentTypes = ["application/json", "text/json"];

    public async Task<IResult> AcceptAsync(
        HttpContext context,
        Func<ReadOnlyMemory<byte>, ValidationErrors, IncomingMessage?> read,
        CancellationToken cancellationToken)
    {
        if (!RequestBody.HasType(context.Request, ContentTypes))
            return RequestBody.WrongType(ContentTypes[0]);

        if (limiter.Take(context.User, 1) is { } wait)
            return ProblemResponses.TooManyRequests(context, "This caller sends too many messages.", wait);

        if (await RequestBody.ReadAsync(context.Request, options.Value.MaxBodyBytes, null, cancellationToken) is not { } body)
            return RequestBody.TooLarge(options.Value.MaxBodyBytes);

        var errors = new ValidationErrors();
        if (read(body, errors) is not { } message)
            return TypedResults.ValidationProblem(errors.ByField, "The message was not accepted; see errors.");

        try
        {
            await intake.AcceptAsync(message, cancellationToken);
        }
        catch (BrokerUnavailableException)
        {
            return ProblemResponses.Unavailable(
                context, "The message can't be made safe now. Send it again.", options.Value.RetryAfter);
        }

        return TypedResults.Accepted($"/v1/messages/{message.MessageId}", new AcceptedMessage(message));
    }
}
