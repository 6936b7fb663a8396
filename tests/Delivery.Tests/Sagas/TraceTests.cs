using System.Diagnostics;

namespace StorePush.Delivery.Tests.Sagas;

/// <summary>Where the trace of an order goes on.</summary>
public sealed class TraceTests
{
    [Fact]
    public async Task A_traced_order_keeps_where_its_trace_is()
    {
        using var spans = new Spans("MassTransit");
        await using var saga = await SagaHarness.StartAsync();
        using var call = new Activity("call") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();

        await saga.PublishAsync(saga.Placed());

        var kept = ActivityContext.Parse(saga.Message.TraceParent.ShouldNotBeNull(), null);
        kept.TraceId.ShouldBe(call.TraceId);
        kept.TraceFlags.ShouldBe(ActivityTraceFlags.Recorded);
        spans.Of(call.Id!).ShouldContain(activity => activity.SpanId == kept.SpanId);
    }

    [Fact]
    public async Task An_order_that_is_not_traced_keeps_nothing()
    {
        using var spans = new Spans("MassTransit");
        await using var saga = await SagaHarness.StartAsync();
        using var call = new Activity("call").Start();

        await saga.PublishAsync(saga.Placed());

        saga.Message.TraceParent.ShouldBeNull();
    }
}
