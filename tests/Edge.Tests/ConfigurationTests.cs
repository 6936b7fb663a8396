using Microsoft.Extensions.Options;
using StorePush.Edge.Tests.Running;

namespace StorePush.Edge.Tests;

public sealed class ConfigurationTests
{
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
    [InlineData("Auth:SigningKey", "31 bytes are not enough for us!")]
    [InlineData("Auth:SigningKey", "")]
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
}
