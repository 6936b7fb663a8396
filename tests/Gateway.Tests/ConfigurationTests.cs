using Microsoft.Extensions.Options;

namespace StorePush.Gateway.Tests;

public sealed class ConfigurationTests
{
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
    [InlineData("Gateway:Egde", "http://edge:8083")]
    public void A_bad_key_stops_the_start_and_is_named(string key, string value)
    {
        var exception = Should.Throw<OptionsValidationException>(() => GatewayProcess.Build(_ => { }, $"--{key}={value}"));

        exception.Message.ShouldContain(key.Replace(":", "__", StringComparison.Ordinal));
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
