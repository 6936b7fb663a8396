using System.Text.Json;
using StorePush.Tests.Common.Servers;

namespace StorePush.Chaos.Tests.Runs;

/// <summary>A fault that passes is no reason to move a message to an error queue.</summary>
internal static class ErrorQueues
{
    private const string Suffix = "_error";
    private const string OneMessage = """{"count":1,"ackmode":"ack_requeue_true","encoding":"auto","truncate":2000}""";

    /// <summary>How many messages wait in a queue; 0 when there is none of that name. Leaves them there.</summary>
    public static async Task<int> CountAsync(VirtualHost broker, string queue, CancellationToken cancellationToken)
    {
        using var queues = JsonDocument.Parse(await broker.GetAsync("queues", "?columns=name", cancellationToken));
        if (queues.RootElement.EnumerateArray().All(each => each.GetProperty("name").GetString() != queue))
            return 0;

        // Not what the queue's page says: that is seconds old.
        using var first = JsonDocument.Parse(
            await broker.SendAsync(HttpMethod.Post, "queues", $"/{queue}/get", OneMessage, cancellationToken));
        return first.RootElement.GetArrayLength() == 0 ? 0 : first.RootElement[0].GetProperty("message_count").GetInt32() + 1;
    }

    /// <summary>Empties the error queues.</summary>
    /// <returns>What was in them: how much, and why the first came there.</returns>
    public static async Task<IReadOnlyList<string>> TakeAsync(VirtualHost broker, CancellationToken cancellationToken)
    {
        using var queues = JsonDocument.Parse(await broker.GetAsync("queues", "?columns=name", cancellationToken));
        var found = new List<string>();
        foreach (var queue in queues.RootElement.EnumerateArray().Select(queue => queue.GetProperty("name").GetString()!))
        {
            if (queue.EndsWith(Suffix, StringComparison.Ordinal)
                && await FirstReasonAsync(broker, queue, cancellationToken) is { } reason)
            {
                found.Add($"{queue}: {reason}");
                await broker.SendAsync(HttpMethod.Delete, "queues", $"/{queue}/contents", "", cancellationToken);
            }
        }

        return found;
    }

    private static async Task<string?> FirstReasonAsync(VirtualHost broker, string queue, CancellationToken cancellationToken)
    {
        using var messages = JsonDocument.Parse(
            await broker.SendAsync(HttpMethod.Post, "queues", $"/{queue}/get", OneMessage, cancellationToken));
        if (messages.RootElement.GetArrayLength() == 0)
            return null;

        var first = messages.RootElement[0];
        var reason = first.GetProperty("properties").TryGetProperty("headers", out var headers)
            && headers.TryGetProperty("MT-Fault-Message", out var message)
                ? message.GetString()
                : $"no reason: {first.GetRawText()}";
        return $"{first.GetProperty("message_count").GetInt32() + 1} messages, the first because: {reason}";
    }
}
