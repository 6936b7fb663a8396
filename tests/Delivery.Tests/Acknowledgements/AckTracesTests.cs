using System.Diagnostics;
using StorePush.Contracts;
using StorePush.Delivery.Acknowledgements;

namespace StorePush.Delivery.Tests.Acknowledgements;

public sealed class AckTracesTests
{
    [Fact]
    public async Task Acknowledgements_that_came_together_are_each_worked_on_in_the_trace_of_their_message()
    {
        using var spans = new Spans("StorePush.Delivery");
        string[] messages = [Spans.NewTraceParent(), Spans.NewTraceParent()];
        using var whole = new Activity("receive") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();

        var during = await Task.WhenAll(messages.Select(WorkAsync));

        foreach (var (message, activity) in messages.Zip(during))
        {
            activity.ShouldNotBeNull().ParentId.ShouldBe(message);
            activity.Links.ShouldHaveSingleItem().Context.SpanId.ShouldBe(whole.SpanId);
            spans.Of(message).ShouldBe([activity]);
        }

        Activity.Current.ShouldBe(whole);
    }

    [Fact]
    public async Task What_is_not_traced_is_worked_on_where_it_came_in()
    {
        using var spans = new Spans("StorePush.Delivery");
        using var whole = new Activity("receive").Start();

        (await WorkAsync(traceParent: null)).ShouldBe(whole);
    }

    private static async Task<Activity?> WorkAsync(string? traceParent)
    {
        Activity? during = null;
        var acknowledged = new DeviceAcknowledged
        {
            MessageId = Guid.CreateVersion7(),
            StoreId = "S1",
            DeviceId = "till-1",
            AcknowledgedAt = DateTimeOffset.UnixEpoch,
            TraceParent = traceParent,
        };
        await AckTraces.RunAsync(acknowledged, () =>
        {
            during = Activity.Current;
            return Task.CompletedTask;
        });
        return during;
    }
}
