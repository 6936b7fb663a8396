using StorePush.Cli.Load.Devices;
using StorePush.Cli.Load.Orders;
using StorePush.Cli.Load.Reports;

namespace StorePush.Cli.Load.Scenarios;

/// <summary>Some devices connect and then don't read; the others must not notice.</summary>
internal sealed class SlowScenario : ILoadScenario
{
    public async Task<ScenarioReport> RunAsync(LoadSession session, CancellationToken stop)
    {
        await session.ConnectAsync(stop);
        var slow = new List<SlowDevice>();
        try
        {
            for (var number = 0; number < (session.Options.SlowDevices ?? session.Options.Stores); number++)
            {
                var store = session.StoreIds[number % session.Options.Stores];
                slow.Add(await SlowDevice.ConnectAsync(session, store, $"slow-{number}", stop));
            }

            await session.PlaceAsync(new OrderSchedule(session.Options.WarmUp, session.Options.Measured), stop);
            await session.SettleAsync(stop);

            session.Phase = "reading what the slow devices left";
            var ends = await Task.WhenAll(slow.Select(device => device.EndAsync()));
            return new ScenarioReport
            {
                Slow = new SlowReport(
                    slow.Count, ends.CountBy(end => end).OrderBy(end => end.Key).ToDictionary(end => end.Key, end => end.Value)),
            };
        }
        finally
        {
            foreach (var device in slow)
                device.Dispose();
        }
    }
}
