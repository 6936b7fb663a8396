using StorePush.Cli.Api;
using StorePush.Protocol;

namespace StorePush.Cli.Messages;

internal static class MessageRows
{
    private static readonly string[] Head = ["MESSAGE", "STORE", "KIND", "PLATFORM", "ORDER", "PUSHES", "ACCEPTED", "STATUS"];

    public static IReadOnlyList<IReadOnlyList<string>> Of(IReadOnlyList<Message> messages) =>
        [Head, .. messages.Select(Row)];

    private static string[] Row(Message message) =>
    [
        $"{message.MessageId}",
        message.StoreId,
        message.Kind,
        message.Platform,
        message.OrderId,
        $"{message.Pushes}",
        Rfc3339Converter.ToText(message.AcceptedAt),
        message.Outcome(),
    ];
}
