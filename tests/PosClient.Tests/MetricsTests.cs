using System.Diagnostics.Metrics;

namespace StorePush.Pos.Tests;

public sealed class MetricsTests
{
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
