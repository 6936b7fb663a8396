using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using StorePush.Delivery.Webhooks;

namespace StorePush.Delivery.Tests.Webhooks;

public sealed class WebhooksOptionsTests
{
    [Theory]
    [InlineData("https://example.com/hooks?of=us")]
    [InlineData("http://127.0.0.1:5000/")]
    [InlineData("http://localhost/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://example.com/", "--Webhooks:AllowHttp=true")]
    public void A_receiver_has_TLS_or_is_on_this_machine_or_is_allowed(string url, params string[] more) =>
        Failures([$"--Webhooks:Url={url}", $"--Webhooks:Secret={WebhookReceiver.Secret}", .. more]).ShouldBeEmpty();

    [Theory]
    [InlineData("http://example.com/", "Webhooks__AllowHttp")]
    [InlineData("http://10.0.0.1/", "Webhooks__AllowHttp")]
    [InlineData("ftp://example.com/", "https://host/path")]
    [InlineData("/hooks", "https://host/path")]
    [InlineData("https://user:hidden@example.com/", "user name")]
    public void Any_other_is_refused_and_the_key_is_named(string url, string reason)
    {
        var failure = Failures($"--Webhooks:Url={url}", $"--Webhooks:Secret={WebhookReceiver.Secret}").ShouldHaveSingleItem();

        failure.ShouldStartWith("Webhooks__Url: ");
        failure.ShouldContain(reason);
        failure.ShouldNotContain("hidden");
    }

    [Theory]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("")]
    public void Without_a_right_secret_there_are_no_webhooks_and_the_wrong_one_is_not_shown(string secret)
    {
        var failure = Failures("--Webhooks:Url=https://example.com/", $"--Webhooks:Secret={secret}").ShouldHaveSingleItem();

        failure.ShouldStartWith("Webhooks__Secret: ");
        failure.ShouldNotContain("c2hvcnQ");
    }

    [Fact]
    public void A_wrong_secret_is_refused_before_there_is_an_address_for_it()
    {
        var failure = Failures("--Webhooks:Secret=whsec_c2hvcnQ=").ShouldHaveSingleItem();

        failure.ShouldStartWith("Webhooks__Secret: ");
        failure.ShouldNotContain("c2hvcnQ");
    }

    [Fact]
    public void The_longest_wait_is_not_shorter_than_the_first() =>
        Failures("--Webhooks:FirstBackoff=00:00:10", "--Webhooks:LongestBackoff=00:00:09")
            .ShouldHaveSingleItem().ShouldStartWith("Webhooks__LongestBackoff: ");

    [Fact]
    public void Without_an_address_nothing_is_added()
    {
        var builder = WebApplication.CreateBuilder(["--Webhooks:Url=", $"--Webhooks:Secret={WebhookReceiver.Secret}"]);

        builder.AddWebhooks();

        builder.Services.ShouldNotContain(service => service.ServiceType == typeof(WebhookCalls));
        builder.Services.ShouldNotContain(service =>
            service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(WebhookSender));
    }

    private static IEnumerable<string> Failures(params string[] settings)
    {
        try
        {
            WebApplication.CreateBuilder(settings).AddWebhooks();
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
    }
}
