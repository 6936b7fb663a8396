using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using OpenTelemetry.Trace;
using StorePush.Hosting.Telemetry;

namespace StorePush.Contracts.Tests.Telemetry;

/// <summary>What is traced, and by whose decision.</summary>
public sealed class SamplingTests
{
    private static readonly RequestSampler Never = new(new AlwaysOffSampler());
    private static readonly RequestSampler Always = new(new AlwaysOnSampler());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_request_that_comes_in_is_traced_as_the_configuration_says(bool hasCaller)
    {
        var parent = hasCaller ? Context(ActivityTraceFlags.None, isRemote: true) : default;

        IsTraced(Always, parent, ActivityKind.Server).ShouldBeTrue();
        IsTraced(Never, parent, ActivityKind.Server).ShouldBeFalse();
    }

    [Theory]
    [InlineData(ActivityKind.Consumer, true)]
    [InlineData(ActivityKind.Producer, false)]
    [InlineData(ActivityKind.Client, false)]
    [InlineData(ActivityKind.Server, false)]
    public void What_follows_from_something_is_traced_if_that_is(ActivityKind kind, bool isRemote)
    {
        IsTraced(Never, Context(ActivityTraceFlags.Recorded, isRemote), kind).ShouldBeTrue();
        IsTraced(Always, Context(ActivityTraceFlags.None, isRemote), kind).ShouldBeFalse();
    }

    [Theory]
    [InlineData(ActivityKind.Consumer)]
    [InlineData(ActivityKind.Producer)]
    [InlineData(ActivityKind.Client)]
    [InlineData(ActivityKind.Internal)]
    public void What_the_process_does_by_itself_is_never_traced(ActivityKind kind) => IsTraced(Always, default, kind).ShouldBeFalse();

    [Theory]
    [InlineData(null, null, "ParentBased{AlwaysOnSampler}")]
    [InlineData("always_on", null, "AlwaysOnSampler")]
    [InlineData("ALWAYS_OFF", null, "AlwaysOffSampler")]
    [InlineData("traceidratio", "0.25", "TraceIdRatioBasedSampler{0.250000}")]
    [InlineData("parentbased_always_on", null, "ParentBased{AlwaysOnSampler}")]
    [InlineData("parentbased_always_off", null, "ParentBased{AlwaysOffSampler}")]
    [InlineData("parentbased_traceidratio", "0.01", "ParentBased{TraceIdRatioBasedSampler{0.010000}}")]
    [InlineData("parentbased_traceidratio", null, "ParentBased{TraceIdRatioBasedSampler{1.000000}}")]
    public void Samplers_have_OpenTelemetrys_names(string? name, string? argument, string expected) =>
        SamplerSettings.Read(Settings(name, argument)).Description.ShouldBe(expected);

    [Theory]
    [InlineData("sometimes", null, "OTEL_TRACES_SAMPLER: ")]
    [InlineData("traceidratio", "2", "OTEL_TRACES_SAMPLER_ARG: ")]
    [InlineData("traceidratio", "NaN", "OTEL_TRACES_SAMPLER_ARG: ")]
    [InlineData("parentbased_traceidratio", "a lot", "OTEL_TRACES_SAMPLER_ARG: ")]
    public void A_bad_sampler_stops_the_start_and_names_the_key(string name, string? argument, string expected) =>
        Should.Throw<OptionsValidationException>(() => SamplerSettings.Read(Settings(name, argument)))
            .Failures.ShouldHaveSingleItem().ShouldStartWith(expected);

    private static bool IsTraced(Sampler sampler, ActivityContext parent, ActivityKind kind) =>
        sampler.ShouldSample(new SamplingParameters(parent, ActivityTraceId.CreateRandom(), "anything", kind)).Decision
            == SamplingDecision.RecordAndSample;

    private static ActivityContext Context(ActivityTraceFlags flags, bool isRemote) =>
        new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), flags, isRemote: isRemote);

    private static IConfiguration Settings(string? name, string? argument) => new ConfigurationBuilder()
        .AddInMemoryCollection([new("OTEL_TRACES_SAMPLER", name), new("OTEL_TRACES_SAMPLER_ARG", argument)])
        .Build();
}
