using StorePush.Cli.Load.Devices;

namespace StorePush.Cli.Tests.Load;

public sealed class SourceAddressTests
{
    [Fact]
    public void Ranges_and_single_addresses_are_read() =>
        SourceAddresses.Parse("127.0.0.254-127.0.1.1, 127.0.0.2").Select(address => $"{address}")
            .ShouldBe(["127.0.0.254", "127.0.0.255", "127.0.1.0", "127.0.1.1", "127.0.0.2"]);

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1-")]
    [InlineData("127.0.0.9-127.0.0.1")]
    [InlineData("10.0.0.0-10.255.255.255")]
    [InlineData("::1")]
    public void Anything_else_is_refused(string text) => Should.Throw<FormatException>(() => SourceAddresses.Parse(text));
}
