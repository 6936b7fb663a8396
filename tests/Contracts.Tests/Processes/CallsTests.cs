using Microsoft.AspNetCore.Builder;

namespace StorePush.Contracts.Tests.Processes;

/// <summary>The OpenAPI document says what the processes do: neither more nor less.</summary>
public sealed class CallsTests
{
    private static readonly string[] OfEachProcess = ["/health/live", "/health/ready", "/metrics"];

    [Fact]
    public async Task The_services_answer_what_the_document_describes_and_nothing_else()
    {
        Call[] served = [.. await CallsAsync(Process.Ingest), .. await CallsAsync(Process.Delivery), .. await CallsAsync(Process.Edge)];

        served.Distinct().ShouldBe(Call.Documented(), ignoreOrder: true);
    }

    [Fact]
    public async Task The_gateway_answers_what_the_document_describes_and_nothing_else() =>
        (await CallsAsync(Process.Gateway)).ShouldBe(Call.Documented().Select(call => call.Open), ignoreOrder: true);

    [Fact]
    public async Task Each_call_is_answered_by_one_service()
    {
        Call[] served = [.. await CallsAsync(Process.Ingest), .. await CallsAsync(Process.Delivery), .. await CallsAsync(Process.Edge)];

        served.Where(call => call.Path.StartsWith("/v1/", StringComparison.Ordinal)).ShouldBeUnique();
    }

    [Fact]
    public async Task Every_process_has_health_and_metrics_without_a_token()
    {
        foreach (var process in new[] { Process.Ingest, Process.Delivery, Process.Edge, Process.Gateway })
            OfEachProcess.Select(path => new Call("GET", path, null)).ShouldBeSubsetOf(await CallsAsync(process));
    }

    private static async Task<IReadOnlyList<Call>> CallsAsync(Func<WebApplication> build)
    {
        await using var app = build();
        return [.. Process.Endpoints(app).SelectMany(Call.Of).Distinct()];
    }
}
