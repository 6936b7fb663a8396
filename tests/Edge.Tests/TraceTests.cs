using System.Diagnostics;

namespace StorePush.Edge.Tests;

/// <summary>What an edge adds to the trace of a message.</summary>
public sealed class TraceTests : EdgeTest
{
    private readonly Guid _id = Guid.CreateVersion7();
    private readonly string _traceParent = Spans.NewTraceParent();

    private ActivitySpanId Push => ActivityContext.Parse(_traceParent, null).SpanId;

    [Fact]
    public async Task Sending_a_traced_message_is_a_part_of_its_trace()
    {
        using var spans = new Spans("StorePush.Edge");
        using var device = await Edge.ConnectLiveAsync();

        await Edge.PushAsync(Edge.A(_id, device) with { TraceParent = _traceParent });
        await device.NextAsync("message", _id);

        var sent = await spans.NextAsync(_traceParent, "send to device");
        sent.ParentSpanId.ShouldBe(Push);
        sent.GetTagItem("storepush.message_id").ShouldBe(_id);
        sent.GetTagItem("storepush.device_id").ShouldBe("d1");
    }

    [Fact]
    public async Task The_acknowledgement_of_a_traced_message_goes_on_in_its_trace()
    {
        using var spans = new Spans("StorePush.Edge");
        using var device = await Edge.ConnectLiveAsync();
        await Edge.PushAsync(Edge.A(_id, device) with { TraceParent = _traceParent });
        await device.NextAsync("message", _id);

        await device.AckAsync(_id);

        await device.NextAsync("ack.ok", _id);
        var acknowledged = await spans.NextAsync(_traceParent, "acknowledge");
        acknowledged.ParentSpanId.ShouldBe(Push);
        (await Edge.Delivery.NextAsync<Contracts.DeviceAcknowledged>()).TraceParent.ShouldBe(acknowledged.Id);
    }

    [Fact]
    public async Task A_message_of_a_replay_is_traced_like_a_live_one()
    {
        using var spans = new Spans("StorePush.Edge");
        using var device = await Edge.ConnectAsync();

        await Edge.CommandAsync(Running.EdgeProcess.Page(device, Edge.A(_id, device) with { TraceParent = _traceParent }));
        await device.NextAsync("message", _id);

        (await spans.NextAsync(_traceParent, "send to device")).ParentSpanId.ShouldBe(Push);
    }

    [Fact]
    public async Task What_is_not_traced_leaves_no_trace()
    {
        var anything = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "StorePush.Edge",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity =>
            {
                if (Equals(activity.GetTagItem("storepush.message_id"), _id))
                    Interlocked.Increment(ref anything);
            },
            ActivityStopped = activity =>
            {
                if (Equals(activity.GetTagItem("storepush.message_id"), _id))
                    Interlocked.Increment(ref anything);
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var device = await Edge.ConnectLiveAsync();

        await Edge.PushAsync(Edge.A(_id, device));
        await device.NextAsync("message", _id);
        await device.AckAsync(_id);
        await device.NextAsync("ack.ok", _id);

        anything.ShouldBe(0);
    }
}
