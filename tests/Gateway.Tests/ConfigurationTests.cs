using Microsoft.Extensions.Options;

namespace StorePush.Gateway.Tests;

public sealed class ConfigurationTests
{
    [Fact]
    public void A_bad_address_is_named_by_its_place_and_does_not_say_the_password_in_it()
    {
        var exception = Should.Throw<OptionsValidationException>(
            () => GatewayProcess.Build(_ => { }, "--Gateway:Ingest=http://ingest:8081,http://user:secret@other:8081"));

        exception.Message.ShouldContain("number 2");
        exception.Message.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("Gateway:Ingest", "")]
    [InlineData("Gateway:Ingest", " , ")]
    [InlineData("Gateway:Delivery", "delivery:8082")]
    [InlineData("Gateway:Delivery", "ftp://delivery:8082")]
    [InlineData("Gateway:Edge", "http://edge:8083,nonsense")]
    [InlineData("Gateway:Edge", "http://edge:8083/path")]
    [InlineData("Gateway:Edge", "http://user@edge:8083")]
    [InlineData("Gateway:DnsRefresh", "00:00:00")]
    [InlineData("Gateway:HealthFailures", "0")]
    [InlineData("Gateway:MaxBodyBytes", "-1")]
    [InlineData("Gateway:TrustedProxies", "10.0.0.0/33")]
    [InlineData("Gateway:TrustedProxies", "10.0.0.1,proxy")]
    [InlineData("Gateway:MaxSocketsPerAddress", "0")]
    [InlineData("Gateway:MaxReplayBytes", "1048577")]
    [InlineData("Http:MaxHeaders", "9")]
    [InlineData("Http:HeadTimeout", "15 s")]
    [InlineData("Http:MaxHeader", "100")]
    [InlineData("Gateway:Egde", "http://edge:8083")]
    public void A_bad_key_stops_the_start_and_is_named(string key, string value)
    {
        var exception = Should.Throw<OptionsValidationException>(() => GatewayProcess.Build(_ => { }, $"--{key}={value}"));

        exception.Message.ShouldContain(key.Replace(":", "__", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_sent_again_must_fit_into_what_is_let_through()
    {
        var exception = Should.Throw<OptionsValidationException>(
            () => GatewayProcess.Build(_ => { }, "--Gateway:MaxReplayBytes=2048", "--Gateway:MaxBodyBytes=2047"));

        exception.Message.ShouldContain("Gateway__MaxReplayBytes");
    }

    [Fact]
    public async Task It_needs_no_configuration_at_all()
    {
        await using var app = GatewayProcess.Build(_ => { }, "--urls=http://127.0.0.1:0");

        await app.StartAsync(TestContext.Current.CancellationToken);

        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var ready = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        ready.IsSuccessStatusCode.ShouldBeTrue();
    }
}
