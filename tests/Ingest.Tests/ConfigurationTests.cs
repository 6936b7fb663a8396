using Microsoft.Extensions.Options;

namespace StorePush.Ingest.Tests;

public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("Ingest:MaxBodyByte", "65536")]
    [InlineData("Ingest:MaxBodyBytes", "1023")]
    [InlineData("Ingest:MaxBodyBytes", "64 KiB")]
    [InlineData("Ingest:MaxBatchLines", "0")]
    [InlineData("Ingest:MaxJsonDepth", "49")]
    [InlineData("Ingest:RetryAfter", "00:00:00")]
    [InlineData("Ingest:Limits:Body", "1")]
    [InlineData("Ingest:MaxInFlight", "99")]
    [InlineData("Ingest:MaxInFlightBytes", "6553599")]
    [InlineData("Ingest:MaxBatchBytes", "65535")]
    [InlineData("Http:MinBytesPerSecond", "-1")]
    [InlineData("Delivery:TimeToLive", "00:00:00")]
    [InlineData("Delivery:TimeToLive", "1.00:00:01")]
    [InlineData("Delivery:TimeToLve", "00:30:00")]
    [InlineData("Auth:SigningKey", "")]
    public void A_bad_key_stops_the_build_and_is_named(string key, string value)
    {
        var exception = Should.Throw<OptionsValidationException>(() => IngestProcess.Build(_ => { }, $"--{key}={value}"));

        var name = string.Join("__", key.Split(':')[..2]);
        exception.Failures.ShouldHaveSingleItem().Replace(":", "__", StringComparison.Ordinal).ShouldContain(name);
    }
}
