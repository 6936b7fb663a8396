using System.Text.RegularExpressions;

namespace StorePush.Contracts.Tests.Observability;

/// <summary>The files of deploy/observability, and which metrics they ask for.</summary>
internal static partial class ObservabilityFiles
{
    /// <summary>What others measure: Prometheus itself, .NET, and RabbitMQ's plugin.</summary>
    private static readonly string[] NotOurs =
    [
        "up",
        "http_server_request_duration_seconds_bucket",
        "http_server_request_duration_seconds_count",
        "dotnet_process_cpu_time_seconds_total",
        "dotnet_process_memory_working_set_bytes",
        "rabbitmq_alarms_free_disk_space_watermark",
        "rabbitmq_alarms_memory_used_watermark",
        "rabbitmq_detailed_queue_messages",
    ];

    private static readonly string[] Functions =
        ["absent", "histogram_quantile", "increase", "max", "min", "offset", "or", "and", "rate", "sum", "unless", "vector"];

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "observability");

    public static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file)).ReplaceLineEndings("\n");

    /// <summary>Fails for a metric that nobody measures.</summary>
    public static void ShouldAskForWhatIsThere(string expression)
    {
        string[] asked = [.. MetricsIn(expression)];

        asked.ShouldNotBeEmpty(expression);
        asked.Except(GoldenFile.Read("metrics.prometheus.txt").Split('\n')).Except(NotOurs).ShouldBeEmpty(expression);
    }

    /// <summary>The names that are neither functions nor labels.</summary>
    private static IEnumerable<string> MetricsIn(string expression)
    {
        var bare = Grouping().Replace(Selector().Replace(expression, " "), " ");
        return Name().Matches(bare).Select(match => match.Value).Except(Functions);
    }

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]")]
    private static partial Regex Selector();

    [GeneratedRegex(@"\b(by|without)\s*\([^)]*\)|\boffset\s+\w+")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\b[a-z_][a-z0-9_]*\b")]
    private static partial Regex Name();
}
