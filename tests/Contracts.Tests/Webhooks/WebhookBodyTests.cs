using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;
using StorePush.Contracts.Tests.Messages;
using StorePush.Delivery.Webhooks;

namespace StorePush.Contracts.Tests.Webhooks;

/// <summary>Others read these bodies, and were told of them by a page.</summary>
public sealed class WebhookBodyTests
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly WebhookCall Delivered = WebhookCallMaker.Make(Sample<MessageDelivered>(), DateTimeOffset.UnixEpoch);
    private static readonly WebhookCall Expired = WebhookCallMaker.Make(Sample<MessageExpired>(), DateTimeOffset.UnixEpoch);

    private static string Page => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Webhooks.md")).ReplaceLineEndings("\n");

    [Fact]
    public void The_bodies_are_what_they_always_were()
    {
        GoldenFile.ShouldHold("Webhooks/message.delivered.json", Text(Delivered));
        GoldenFile.ShouldHold("Webhooks/message.expired.json", Text(Expired));
    }

    [Fact]
    public void The_ids_are_those_of_message_and_event_and_have_no_full_stop()
    {
        Delivered.Id.ShouldBe("6f1c2f3a-0d5b-5c55-9a34-2f4b8f4f7a10_delivered");
        Expired.Id.ShouldBe("6f1c2f3a-0d5b-5c55-9a34-2f4b8f4f7a10_expired");
    }

    [Fact]
    public void The_page_for_receivers_shows_the_bodies()
    {
        Page.ShouldContain($"```json\n{Text(Delivered)}```");
        Page.ShouldContain($"```json\n{Text(Expired)}```");
    }

    [Fact]
    public void The_page_for_receivers_shows_a_call_with_its_right_signature()
    {
        const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        var signature = new WebhookSignature(Options.Create(new WebhooksOptions { Secret = Secret }))
            .Sign(Delivered.Id, 1_795_421_732, Delivered.Body);

        Page.ShouldContain(Secret);
        Page.ShouldContain(
            $"webhook-id: {Delivered.Id}\nwebhook-timestamp: 1795421732\nwebhook-signature: {signature}\n\n"
            + System.Text.Encoding.UTF8.GetString(Delivered.Body));
    }

    private static string Text(WebhookCall call) =>
        JsonSerializer.Serialize(JsonElement.Parse(call.Body), Indented).ReplaceLineEndings("\n") + "\n";

    private static T Sample<T>() => (T)Samples.All.Single(sample => sample.Type == typeof(T)).Message;
}
