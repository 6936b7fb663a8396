using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Trace;
using Process = StorePush.Contracts.Tests.Processes.Process;

namespace StorePush.Contracts.Tests.Telemetry;

/// <summary>Whether a process traces at all, and what it takes over of its callers.</summary>
public sealed class TracingTests
{
    private const string Endpoint = "--OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1";

    public static TheoryData<string> Processes => [nameof(Process.Ingest), nameof(Process.Delivery), nameof(Process.Edge), nameof(Process.Gateway)];

    [Theory]
    [MemberData(nameof(Processes))]
    public async Task Without_an_endpoint_nothing_listens(string name)
    {
        await using var app = Process.Of(name, _ => { });

        app.Services.GetService<TracerProvider>().ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Processes))]
    public async Task With_an_endpoint_every_process_traces(string name)
    {
        await using var app = Process.Of(name, _ => { }, Endpoint);

        app.Services.GetService<TracerProvider>().ShouldNotBeNull();
    }

    [Theory]
    [InlineData("--OTEL_TRACES_EXPORTER=none")]
    [InlineData("--OTEL_EXPORTER_OTLP_ENDPOINT=")]
    public async Task It_can_be_turned_off_again(string setting)
    {
        await using var app = Process.Of(nameof(Process.Edge), _ => { }, Endpoint, setting);

        app.Services.GetService<TracerProvider>().ShouldBeNull();
    }

    [Theory]
    [InlineData("--OTEL_EXPORTER_OTLP_ENDPOINT=collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT: ")]
    [InlineData("--OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=somewhere", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: ")]
    [InlineData("--OTEL_EXPORTER_OTLP_PROTOCOL=thrift", "OTEL_EXPORTER_OTLP_PROTOCOL: ")]
    [InlineData("--OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/json", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: ")]
    public void A_bad_endpoint_or_protocol_stops_the_start_and_names_the_key(string setting, string expected) =>
        Should.Throw<OptionsValidationException>(() => Process.Of(nameof(Process.Edge), _ => { }, setting))
            .Failures.ShouldHaveSingleItem().ShouldStartWith(expected);

    [Fact]
    public async Task A_callers_baggage_goes_no_further()
    {
        await using var app = Process.Of(nameof(Process.Ingest), _ => { }, Endpoint);
        var headers = new Dictionary<string, string>
        {
            ["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            ["baggage"] = "a=1",
        };
        var propagator = app.Services.GetRequiredService<DistributedContextPropagator>();

        propagator.ExtractTraceIdAndState(headers, Get, out var traceParent, out _);
        var baggage = propagator.ExtractBaggage(headers, Get);

        traceParent.ShouldBe(headers["traceparent"]);
        baggage.ShouldBeNull();
        propagator.Fields.ShouldContain("baggage", "or the gateway would pass it on");
    }

    private static void Get(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        values = null;
        value = ((Dictionary<string, string>)carrier!).GetValueOrDefault(name);
    }
}
