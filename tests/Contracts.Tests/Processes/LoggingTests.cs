using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace StorePush.Contracts.Tests.Processes;

/// <summary>However much an operator turns the logs up, no line of any process holds a token.</summary>
public sealed class LoggingTests
{
    private const string Token = "e30.verysecret.c2ln";

    private static readonly string[] EveryLevel =
    [
        "--Logging:LogLevel:Default=Trace",
        "--Logging:LogLevel:Microsoft.AspNetCore=Trace",
        "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Trace",
        "--Logging:Recorder:LogLevel:Default=Trace",
        "--Logging:Recorder:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Trace",
        "--Logging:Recorder:LogLevel:Yarp.ReverseProxy.Forwarder.HttpForwarder=Trace",
    ];

    public static TheoryData<string> Processes => [nameof(Process.Ingest), nameof(Process.Delivery), nameof(Process.Edge), nameof(Process.Gateway)];

    [Theory]
    [MemberData(nameof(Processes))]
    public async Task A_token_in_the_query_stands_in_no_log_line_at_any_level(string name)
    {
        using var recorder = new Recorder();
        await using var app = Process.Of(name, builder => builder.Logging.AddProvider(recorder), EveryLevel);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        foreach (var path in (string[])["/v1/stores/s1/devices/d1/socket", "/v1/messages/1", "/v1/stores/s1/orders", "/nothing", "/health/ready"])
        {
            using var answer = await client.GetAsync($"{path}?access_token={Token}", TestContext.Current.CancellationToken);
            using var bad = await client.PostAsync($"{path}?access_token={Token}&%zz", null, TestContext.Current.CancellationToken);
        }

        recorder.Lines.ShouldNotBeEmpty();
        recorder.Lines.ShouldNotContain(line => line.Contains("verysecret", StringComparison.Ordinal));
    }

    [ProviderAlias("Recorder")]
    private sealed class Recorder : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
