using System.Text.Json;
using StorePush.Cli.Api;
using StorePush.Protocol;

namespace StorePush.Cli.Orders;

/// <summary>What became of something that was sent: a line for a person, or the message as JSON.</summary>
internal sealed class Receipt(CommandIo io, StorePushApi api, bool asJson, bool wait)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    /// <summary>Tells of a message that was accepted, and with <c>--wait</c> of how it was settled.</summary>
    /// <returns>Whether it did not expire.</returns>
    public async Task<bool> WriteAsync(AcceptedMessage accepted, string what, CancellationToken cancellationToken)
    {
        if (!wait)
        {
            await io.Out.WriteLineAsync(asJson
                ? JsonSerializer.Serialize(accepted, ReadableJson.Api.AcceptedMessage)
                : $"{accepted.MessageId}  {what} {accepted.Status}, expires {Rfc3339Converter.ToText(accepted.ExpiresAt)}");
            return true;
        }

        var message = await SettledAsync(accepted.MessageId, cancellationToken);
        await io.Out.WriteLineAsync(asJson
            ? JsonSerializer.Serialize(message, ReadableJson.Api.Message)
            : $"{message.MessageId}  {what} {message.Outcome()}");
        return message.Status == MessageStatuses.Delivered;
    }

    private async Task<Message> SettledAsync(Guid messageId, CancellationToken cancellationToken)
    {
        using var pace = new PeriodicTimer(Pace, io.Clock);
        while (true)
        {
            try
            {
                var message = await api.GetMessageAsync(messageId, cancellationToken);
                if (message.Status != MessageStatuses.Pending)
                    return message;
            }
            catch (ApiException exception) when (exception.Status == System.Net.HttpStatusCode.NotFound || !exception.IsFinal)
            {
                // Accepted is safe, but the service that is asked may hear of it a moment later, or be away for one.
            }

            await pace.WaitForNextTickAsync(cancellationToken);
        }
    }
}
