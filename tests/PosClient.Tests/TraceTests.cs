using System.Diagnostics;

namespace StorePush.Pos.Tests;

/// <summary>What a terminal adds to the trace of a message.</summary>
public sealed class TraceTests : PosClientTest
{
    private readonly Guid _id = Guid.CreateVersion7();
    private readonly ActivityContext _push = new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

    private string TraceParent => $"00-{_push.TraceId}-{_push.SpanId}-01";

    [Fact]
    public async Task The_handler_of_a_traced_message_runs_in_its_trace()
    {
        using var listener = Listen();
        Activity? during = null;
        OnMessage = (_, _) =>
        {
            during = Activity.Current;
            return Task.CompletedTask;
        };
        var side = await ConnectAsync();

        await side.SendAsync(Frame($"\"traceparent\":\"{TraceParent}\","));

        (await RingAsync()).TraceParent.ShouldBe(TraceParent);
        await side.ExpectAckAsync();
        during.ShouldNotBeNull().OperationName.ShouldBe("handle order.placed");
        (during.TraceId, during.ParentSpanId).ShouldBe((_push.TraceId, _push.SpanId));
        during.GetTagItem("storepush.message_id").ShouldBe(_id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"traceparent\":\"nonsense\",")]
    public async Task A_message_without_a_trace_begins_none(string field)
    {
        using var listener = Listen();
        Activity? during = null;
        OnMessage = (_, _) =>
        {
            during = Activity.Current;
            return Task.CompletedTask;
        };
        var side = await ConnectAsync();

        await side.SendAsync(Frame(field));

        await RingAsync();
        await side.ExpectAckAsync();
        during.ShouldBeNull();
    }

    private static ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "StorePush.PosClient",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private string Frame(string field) =>
        $$"""
        {"type":"message","id":"{{_id}}","kind":"order.placed","platform":"meituan","storeId":"S1","orderId":"1001",{{field}}
         "acceptedAt":"2026-11-23T08:00:01.000Z","expiresAt":"2026-11-23T08:30:01.000Z","push":1,"order":{"qty":1} }
        """;
}
