using Microsoft.Extensions.Logging;

namespace StorePush.Gateway.Tests;

public sealed class TokenTests : IAsyncLifetime
{
    private readonly LogLines _log = new();
    private Upstream _edge = null!;
    private GatewayProcess _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _edge = await Upstream.StartAsync();
        _gateway = await GatewayProcess.StartAsync(
            builder => builder.Logging.AddProvider(_log), $"--Gateway:Edge={_edge.Url}", "--Logging:LogLevel:Default=Trace");
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _edge.DisposeAsync();
        _log.Dispose();
    }

    [Theory]
    [InlineData("?access_token=e30.e30.c2ln", "")]
    [InlineData("?a=1&access_token=e30.e30.c2ln&b=%20x", "?a=1&b=%20x")]
    public async Task A_token_in_the_query_of_a_socket_becomes_a_header(string query, string left)
    {
        using var socket = await _gateway.ConnectAsync(query: query);

        var received = _edge.Calls.ShouldHaveSingleItem();
        received.Headers["Authorization"].ShouldBe("Bearer e30.e30.c2ln");
        received.Target.ShouldBe($"/v1/stores/s1/devices/d1/socket{left}");
        received.Headers.Values.ShouldNotContain(value => value.Contains("access_token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_in_the_header_wins_and_the_other_is_dropped()
    {
        using var socket = await _gateway.ConnectAsync(
            query: "?access_token=loser", configure: options => options.SetRequestHeader("Authorization", "Bearer winner"));

        var received = _edge.Calls.ShouldHaveSingleItem();
        received.Headers["Authorization"].ShouldBe("Bearer winner");
        received.Target.ShouldNotContain("loser");
    }

    [Theory]
    [InlineData("?access_token=a%0d%0aX-Evil:%201")]
    [InlineData("?access_token=")]
    [InlineData("?access_token=%E9%BA%BB")]
    public async Task What_can_not_be_a_token_gets_no_header_of_its_own(string query)
    {
        using var socket = await _gateway.ConnectAsync(query: query);

        var received = _edge.Calls.ShouldHaveSingleItem();
        received.Headers.ShouldNotContainKey("X-Evil");
        received.Target.ShouldBe("/v1/stores/s1/devices/d1/socket");
    }

    [Fact]
    public async Task A_token_stands_in_no_log_line()
    {
        using (await _gateway.ConnectAsync(query: "?access_token=verysecret"))
        {
            _edge.Calls.ShouldHaveSingleItem();
        }

        await _edge.GoAwayAsync();
        (await _gateway.GetAsync("/v1/stores/s1/devices/d1/socket?access_token=verysecret")).Dispose();

        _log.All.ShouldNotBeEmpty();
        _log.All.ShouldNotContain(line => line.Contains("verysecret", StringComparison.Ordinal));
    }
}
