using System.Diagnostics;
using System.Text.Json;
using StorePush.Hosting.Authentication;
using StorePush.Integration.Tests.Deployments;

namespace StorePush.Integration.Tests.Tracing;

/// <summary>What a platform team sees of an order in its tracing system.</summary>
public sealed class TraceTests(TracedProcesses processes) : IClassFixture<TracedProcesses>
{
    /// <summary>What every order goes through, in this order.</summary>
    private static readonly (string Service, string Name)[] Way =
    [
        ("storepush-gateway", "POST /v1/stores/{storeId}/orders"),
        ("storepush-ingest", "POST /v1/stores/{storeId}/orders"),
        ("storepush-ingest", "StorePush.Contracts:OrderPlaced send"),
        ("storepush-delivery", "storepush-deliveries receive"),
        ("storepush-delivery", "storepush-deliveries process"),
        ("storepush-delivery", "save batch"),
        ("storepush-delivery", "push"),
        ("storepush-edge", "send to device"),
        ("storepush-edge", "acknowledge"),
        ("storepush-delivery", "record acknowledgement"),
        ("storepush-delivery", "StorePush.Contracts:MessageDelivered send"),
    ];

    [Fact]
    public async Task An_order_is_one_trace_from_the_platforms_call_to_the_devices_acknowledgement()
    {
        using var platform = Platform(processes.Tracing);
        await using var terminal = await ConnectAsync("T1");

        var id = await platform.PlaceAsync("T1", "1001");
        var trace = TraceOf(await terminal.ExpectMessageAsync(id));
        await terminal.AcknowledgeAsync(id);

        await UntilAsync(() => Way.Except(SpansOf(trace).Select(span => (span.Service, span.Name))));
        SpansOf(trace).ShouldContain(span => span.Source == "Npgsql");
        SpansOf(trace).Where(span => span.ParentId.Length == 0).ShouldHaveSingleItem().Service.ShouldBe("storepush-gateway");
        await UntilAsync(() => Orphans(trace));
    }

    [Fact]
    public async Task A_repeated_push_is_in_the_trace_of_the_order_too()
    {
        using var platform = Platform(processes.Tracing);
        await using var terminal = await ConnectAsync("T2");

        var id = await platform.PlaceAsync("T2", "1001");
        var first = await terminal.ExpectMessageAsync(id);
        var second = await terminal.ExpectMessageAsync(id);

        second.GetProperty("push").GetInt32().ShouldBeGreaterThan(first.GetProperty("push").GetInt32());
        TraceOf(second).ShouldBe(TraceOf(first));
        second.GetProperty("traceparent").GetString().ShouldNotBe(first.GetProperty("traceparent").GetString());
        await terminal.AcknowledgeAsync(id);
    }

    [Fact]
    public async Task An_order_that_is_not_sampled_leaves_no_trace_anywhere()
    {
        using var platform = Platform(processes.NotTracing);
        await using var terminal = await ConnectAsync("T3");

        var id = await platform.PlaceAsync("T3", "1001");
        (await terminal.ExpectMessageAsync(id)).TryGetProperty("traceparent", out _).ShouldBeFalse();
        await terminal.AcknowledgeAsync(id);
        await platform.UntilAsync(id, "delivered");

        // One that is sampled comes after all of that, by the same ways.
        using var other = Platform(processes.Tracing);
        var sampled = await other.PlaceAsync("T3", "1002");
        var trace = TraceOf(await terminal.ExpectMessageAsync(sampled));
        await terminal.AcknowledgeAsync(sampled);
        await UntilAsync(() => Way.Except(SpansOf(trace).Select(span => (span.Service, span.Name))));

        // Neither heartbeats nor sweeps, probes or sockets begin any.
        await UntilAsync(() => processes.Collector.Spans.GroupBy(span => span.TraceId)
            .Where(spans => !spans.Any(span => span.Service == "storepush-gateway" && span.Name.StartsWith("POST ")))
            .SelectMany(spans => spans));
        processes.Collector.Spans.ShouldNotContain(span => span.Name.EndsWith("/socket") || span.Name.Contains("health"));
    }

    private static Platform Platform(Uri url) => new(
        url, new TestToken { Now = TimeProvider.System.GetUtcNow(), Scope = $"{Scopes.OrdersWrite} {Scopes.MessagesRead}" }.Sign());

    private Task<Terminal> ConnectAsync(string storeId) =>
        Terminal.ConnectAsync(processes.Tracing, storeId, "till-1", StandaloneProcess.DeviceToken(storeId, "till-1"));

    private static string TraceOf(JsonElement frame) =>
        ActivityContext.Parse(frame.GetProperty("traceparent").GetString()!, null).TraceId.ToString();

    /// <summary>Waits until nothing is missing any more, and says what it is if that takes too long.</summary>
    private static async Task UntilAsync<T>(Func<IEnumerable<T>> missing)
    {
        try
        {
            await Bounded.UntilAsync(() => Task.FromResult(!missing().Any()));
        }
        catch (OperationCanceledException)
        {
            missing().ShouldBeEmpty();
        }
    }

    private IEnumerable<ExportedSpan> Orphans(string trace)
    {
        var spans = SpansOf(trace);
        return spans.Where(span => span.ParentId.Length > 0 && !spans.Any(parent => parent.SpanId == span.ParentId));
    }

    private IReadOnlyList<ExportedSpan> SpansOf(string trace) =>
        [.. processes.Collector.Spans.Where(span => span.TraceId == trace).Distinct()];
}
