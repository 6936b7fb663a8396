using Microsoft.Extensions.Options;
using StorePush.Delivery.Webhooks;

namespace StorePush.Delivery.Tests.Webhooks;

public sealed class WebhookSignatureTests
{
    private const string Old = "whsec_b2xkIG9sZCBvbGQgb2xkIG9sZCBvbGQgb2xkIG9sZCE=";

    private static readonly byte[] Body = """{"test": 2432232314}"""u8.ToArray();

    /// <summary>The example that the libraries of the standard share.</summary>
    [Fact]
    public void A_call_is_signed_as_the_standard_says() =>
        Sign(WebhookReceiver.Secret).ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Theory]
    [InlineData(" ")]
    [InlineData("\n")]
    public void While_a_secret_is_changed_a_call_is_signed_with_both(string separator) =>
        Sign($"{WebhookReceiver.Secret}{separator}{Old}").ShouldBe($"{Sign(WebhookReceiver.Secret)} {Sign(Old)}");

    [Theory]
    [InlineData("one bit more")]
    [InlineData("")]
    public void Another_body_has_another_signature(string body) =>
        Signature(WebhookReceiver.Secret).Sign("msg_1", 1, System.Text.Encoding.UTF8.GetBytes(body))
            .ShouldNotBe(Signature(WebhookReceiver.Secret).Sign("msg_1", 1, Body));

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_")]
    [InlineData("whsec_not base64")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa==")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw whsec_short")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void What_is_no_secret_is_refused(string? secret) => WebhookSignature.TryRead(secret, out _).ShouldBeFalse();

    private static string Sign(string secret) => Signature(secret).Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, Body);

    private static WebhookSignature Signature(string secret) => new(Options.Create(new WebhooksOptions { Secret = secret }));
}
