using StorePush.Integration.Tests.Deployments;

namespace StorePush.Integration.Tests.Webhooks;

/// <summary>Webhooks with no broker and no database server.</summary>
public sealed class StandaloneWebhookTests
{
    [Fact]
    public async Task What_was_settled_is_told_also_after_a_kill()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var standalone = await StandaloneProcess.StartAsync(
            ("Webhooks__Url", receiver.Url.ToString()),
            ("Webhooks__Secret", WebhookReceiver.Secret),
            ("Webhooks__FirstBackoff", "00:00:00.2"),
            ("Webhooks__Timeout", "00:00:01"));
        var before = await DeliverAsync(standalone, "before");
        await receiver.UntilToldAsync(before);

        await receiver.GoAwayAsync();
        var during = await DeliverAsync(standalone, "during");
        await standalone.KillAsync();
        await receiver.ComeBackAsync();
        await standalone.RestartAsync();

        await receiver.UntilToldAsync(during);
        var after = await DeliverAsync(standalone, "after");
        await receiver.UntilToldAsync(after);
        foreach (var call in receiver.Calls)
            call.Verify(WebhookReceiver.Secret);

        // The first one twice where its answer was lost with the receiver.
        receiver.Calls.Select(call => call.Id).Distinct().ShouldBe([before, during, after]);
    }

    /// <returns>The id of the event.</returns>
    private static async Task<string> DeliverAsync(StandaloneProcess standalone, string orderId)
    {
        await using var terminal = await Terminal.ConnectAsync(
            standalone.Url, "S1", "till-1", StandaloneProcess.DeviceToken("S1", "till-1"));
        var id = await standalone.Platform.PlaceAsync("S1", orderId);
        await terminal.ExpectMessageAsync(id);
        await terminal.AcknowledgeAsync(id);
        return $"{id}_delivered";
    }
}
