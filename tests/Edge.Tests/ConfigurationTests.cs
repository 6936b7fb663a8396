using MassTransit;
using Microsoft.Extensions.Options;
using StorePush.Edge.Tests.Running;

namespace StorePush.Edge.Tests;

public sealed class ConfigurationTests
{
    [Fact]
    public async Task With_queues_in_memory_nobody_is_let_in_before_they_are_there()
    {
        await using var edge = await EdgeProcess.StartAsync();

        edge.Service<IOptions<MassTransitHostOptions>>().Value.WaitUntilStarted.ShouldBeTrue();
        edge.Service<IBusControl>().CheckHealth().Status.ShouldBe(BusHealthStatus.Healthy);
    }

    [Theory]
    [InlineData("Edge:HeartbeatSecond", "25")]
    [InlineData("Edge:HeartbeatSeconds", "0")]
    [InlineData("Edge:HeartbeatSeconds", "50")]
    [InlineData("Edge:HeartbeatSeconds", "often")]
    [InlineData("Edge:DrainPeriod", "-00:00:01")]
    [InlineData("Edge:DrainPeriod", "00:10:01")]
    [InlineData("Edge:DrainPeriod", "30 s")]
    [InlineData("Edge:Id", "with space")]
    [InlineData("Edge:MaxConnections", "0")]
    [InlineData("Edge:MaxQueuedFrames", "9")]
    [InlineData("Edge:MaxQueuedFrames", "407")]
    [InlineData("Edge:MaxQueuedBytes", "1999999")]
    [InlineData("Delivery:ReplayPage", "497")]
    [InlineData("Edge:MaxConnectionsPerStore", "0")]
    [InlineData("Edge:FrameTimeout", "00:00:00")]
    [InlineData("Edge:ReportInterval", "00:00:11")]
    [InlineData("Auth:Authority", "issuer")]
    [InlineData("Auth:Authority", "ftp://issuer")]
    [InlineData("Auth:Authority", "http://issuer.internal")]
    [InlineData("Broker:Url", "broker")]
    [InlineData("Broker:Url", "amqp://[broker")]
    [InlineData("Auth:SigningKey", "31 bytes are not enough for us!")]
    [InlineData("Auth:SigningKey", "")]
    [InlineData("Auth:SigningKey", "                                ")]
    [InlineData("Auth:SigningKey:Foo", "1")]
    [InlineData("Edge:HeartbeatSeconds:Foo", "1")]
    [InlineData("Delivery:PushIntervals:0", "00:00:10")]
    [InlineData("Auth:Authority:0", "https://issuer.example")]
    [InlineData("Auth:Issuer", "")]
    [InlineData("Auth:SingingKey", "x")]
    [InlineData("Broker:Url", "http://broker")]
    [InlineData("Broker:Uri", "amqp://broker")]
    public void A_bad_key_stops_the_build_and_is_named(string key, string value)
    {
        var exception = Should.Throw<OptionsValidationException>(() => EdgeProcess.Build(_ => { }, $"--{key}={value}"));

        var failure = exception.Failures.ShouldHaveSingleItem();
        failure.Replace(":", "__", StringComparison.Ordinal).ShouldContain(key.Replace(":", "__", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_wrong_with_a_value_does_not_say_the_secret()
    {
        var exception = Should.Throw<OptionsValidationException>(
            () => EdgeProcess.Build(_ => { }, "--Auth:SigningKey=short secret"));

        exception.Message.ShouldNotContain("short secret");
    }

    [Fact]
    public void A_bad_address_does_not_say_the_password_in_it()
    {
        var exception = Should.Throw<OptionsValidationException>(
            () => EdgeProcess.Build(_ => { }, "--Broker:Url=amqp://user:secret@[broker"));

        exception.Message.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("--Edge:MaxQueuedFrames=408")]
    [InlineData("--Edge:MaxQueuedFrames=10", "--Delivery:ReplayPage=1")]
    [InlineData("--Edge:MaxQueuedFrames=2008", "--Delivery:ReplayPage=1000")]
    public void A_page_of_a_replay_fits_twice_into_what_may_wait(params string[] settings) =>
        EdgeProcess.Build(_ => { }, settings).ShouldNotBeNull();

    [Fact]
    public void An_edge_that_reports_seldom_is_fine_where_Delivery_has_patience() =>
        EdgeProcess.Build(_ => { }, "--Edge:ReportInterval=00:00:20", "--Delivery:EdgeTimeout=00:01:00").ShouldNotBeNull();
}
