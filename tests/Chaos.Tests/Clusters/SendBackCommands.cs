using System.Text.RegularExpressions;

namespace StorePush.Chaos.Tests.Clusters;

/// <summary>What an operator types to send back what was put aside, as it stands in <c>deploy/OPERATIONS.md</c>.</summary>
internal static partial class SendBackCommands
{
    private const string Page = "OPERATIONS.md";

    /// <summary>Runs them where this broker is; the last one only looks, until there is nothing more to see.</summary>
    public static async Task RunAsync(Cluster cluster, CancellationToken cancellationToken)
    {
        var rabbitMq = cluster.RabbitMq.Container ?? throw new InvalidOperationException("Docker is needed.");
        var commands = await ReadAsync(cluster.Broker.Url, cancellationToken);
        commands.Count.ShouldBe(3);
        foreach (var command in commands.SkipLast(1))
            await rabbitMq.RunAsync(cancellationToken, command);
        await Bounded.UntilAsync(async () =>
            !(await rabbitMq.RunAsync(cancellationToken, commands[^1])).Contains("shovel", StringComparison.Ordinal));
    }

    /// <summary>The page knows one broker with one virtual host and the usual user; a test has its own.</summary>
    private static async Task<IReadOnlyList<string[]>> ReadAsync(Uri broker, CancellationToken cancellationToken)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, Page), cancellationToken);
        var inside = new UriBuilder(broker) { Host = "127.0.0.1", Port = 5672 }.Uri;
        return
        [
            .. Command().Matches(Block().Match(page).Groups["text"].Value)
                .Select(command => Word().Matches(command.Groups["text"].Value)
                    .Select(word => word.Value.Trim('\'').Replace("\"amqp://\"", $"\"{inside}\"", StringComparison.Ordinal))
                    .ToArray())
                .Select(words => words is ["rabbitmqctl", var verb, .. var rest]
                    ? [words[0], verb, "-p", broker.AbsolutePath.Trim('/'), .. rest]
                    : words),
        ];
    }

    [GeneratedRegex("^## Messages that were put aside$.*?^```sh$(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^docker compose exec rabbitmq (?<text>('[^']*'|[^'#\n])+)", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Word();
}
