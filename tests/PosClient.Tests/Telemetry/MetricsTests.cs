using System.Diagnostics.Metrics;

namespace StorePush.Pos.Tests.Telemetry;

public sealed class MetricsTests : PosClientTest
{
    [Fact]
    public async Task What_happens_is_counted()
    {
        using var counts = new Counts();
        var mayReturn = new TaskCompletionSource();
        OnMessage = (message, _) => message.Push == 1 ? throw new InvalidOperationException("no paper") : mayReturn.Task;
        var side = await ConnectAsync(options => options.MaxWaitingMessages = 1);
        counts.Sums["connections"].ShouldBe(1);
        var (first, settled, tooMany) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await side.PushAsync(first, push: 1);
        await RingAsync();
        await Bounded.UntilAsync(() => Task.FromResult(counts.Sums.ContainsKey("messages.failed")));
        await side.PushAsync(first, push: 2);
        await RingAsync();
        await side.PushAsync(settled, push: 2);
        await side.PushAsync(tooMany, push: 2);
        await side.SendAsync($$"""{"type":"settled","id":"{{settled}}","status":"expired"}""");
        await Settled.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon();
        mayReturn.SetResult();
        await side.ExpectAckAsync();
        Clock.Advance(TimeSpan.FromSeconds(5));
        await side.ExpectAckAsync();
        await side.ConfirmAsync(first);
        await AcknowledgedAsync();
        await side.PushAsync(first, push: 3);
        await side.ExpectAckAsync();
        await side.CloseAsync(4403);
        await Running.Soon().ShouldThrowAsync<PosClientStoppedException>();

        counts.Sums.ShouldBe(
            new Dictionary<string, long>
            {
                ["connections"] = 0,
                ["disconnects code=4403"] = 1,
                ["messages.received"] = 5,
                ["messages.failed"] = 1,
                ["messages.handled"] = 1,
                ["messages.deferred"] = 1,
                ["messages.withdrawn"] = 1,
                ["messages.repeated"] = 1,
                ["acks.sent again=False"] = 2,
                ["acks.sent again=True"] = 1,
                ["acks.confirmed"] = 1,
            },
            ignoreOrder: true);
    }

    [Fact]
    public void Dashboards_can_rely_on_the_names()
    {
        var names = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == "StorePush.PosClient")
                    names.Add(instrument.Name);
            },
        };
        listener.Start();
        PosMetrics.Handled.Add(0);

        names.Order(StringComparer.Ordinal).ShouldBe(
        [
            "storepush.pos.acks.confirmed",
            "storepush.pos.acks.sent",
            "storepush.pos.connections",
            "storepush.pos.disconnects",
            "storepush.pos.messages.deferred",
            "storepush.pos.messages.failed",
            "storepush.pos.messages.handled",
            "storepush.pos.messages.received",
            "storepush.pos.messages.repeated",
            "storepush.pos.messages.withdrawn",
        ]);
    }
}
