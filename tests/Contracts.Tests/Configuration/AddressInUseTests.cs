using System.Net;
using System.Net.Sockets;

namespace StorePush.Contracts.Tests.Configuration;

/// <summary>The likeliest mistake of somebody who starts StorePush for the first time: something listens there already.</summary>
public sealed class AddressInUseTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("storepush-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("Standalone")]
    [InlineData("Gateway")]
    public async Task An_address_that_is_in_use_is_one_line_that_names_it(string service)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://{other.LocalEndpoint}";

        var (code, output, errors) = await ServiceCommand.RunAsync(service, _directory, [("ASPNETCORE_URLS", address)]);

        code.ShouldBe(1);
        errors.ShouldBe($"Failed to bind to address {address}: address already in use.\n");
        output.ShouldNotContain("Exception");
        output.ShouldNotContain("fail:");
        output.ShouldNotContain("crit:");
    }
}
