namespace StorePush.Contracts.Tests.Configuration;

/// <summary>Operators check a configuration before they roll it out.</summary>
public sealed class CheckConfigTests : IDisposable
{
    private static readonly (string Key, string Value)[] Right =
    [
        ("Auth__SigningKey", "0123456789abcdef0123456789abcdef"),
        ("Broker__Url", "amqp://user:secret@127.0.0.1:1/"),
        ("Database__ConnectionString", "Host=127.0.0.1;Port=1;Password=secret"),
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("storepush-").FullName;

    public static TheoryData<string> Services => ["Ingest", "Delivery", "Edge", "Gateway", "Standalone"];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_right_configuration_is_ok(string service)
    {
        var (code, output, errors) = await CheckAsync(service, Right);

        (code, output, errors).ShouldBe((0, "ok\n", ""));
        Directory.EnumerateFileSystemEntries(_directory).ShouldBeEmpty("nothing is done with it");
    }

    [Theory]
    [InlineData("Gateway")]
    [InlineData("Standalone")]
    public async Task Some_need_no_configuration_at_all(string service) =>
        (await CheckAsync(service, [])).ShouldBe((0, "ok\n", ""));

    [Theory]
    [InlineData("Ingest", "Ingest__MaxBodyByte", "1")]
    [InlineData("Ingest", "Ingest__BatchConcurrency", "10001")]
    [InlineData("Delivery", "Delivery__Retention", "a week")]
    [InlineData("Delivery", "Database__ConnectionStrin", "x")]
    [InlineData("Delivery", "Webhooks__Timeout", "00:02:00")]
    [InlineData("Delivery", "Webhooks__Urll", "https://example.com/")]
    [InlineData("Delivery", "OTEL_EXPORTER_OTLP_PROTOCOL", "thrift")]
    [InlineData("Edge", "Auth__SigningKey__Foo", "1")]
    [InlineData("Edge", "Edge__MaxConnections__Foo", "1")]
    [InlineData("Edge", "Edge__MaxConnections", "0")]
    [InlineData("Edge", "Edge__MaxQueuedFrames", "407")]
    [InlineData("Gateway", "Gateway__Edge", "edge")]
    [InlineData("Gateway", "Http__MaxHeaders", "many")]
    [InlineData("Gateway", "ASPNETCORE_URLS", "gateway")]
    [InlineData("Gateway", "ASPNETCORE_URLS", "http://127.0.0.1:8080x")]
    [InlineData("Gateway", "ASPNETCORE_URLS", "http://127.0.0.1:70000")]
    [InlineData("Gateway", "ASPNETCORE_URLS", "http://127.0.0.1:8080/api")]
    [InlineData("Ingest", "ASPNETCORE_URLS", "http://127.0.0.1:8081;ftp://127.0.0.1:8081")]
    [InlineData("Edge", "Logging__LogLevel__Default", "Loud")]
    [InlineData("Edge", "Logging__Console__LogLevel__MassTransit", "Loud")]
    [InlineData("Standalone", "Edge__ReportInterval", "00:00:11")]
    [InlineData("Standalone", "Delivery__EdgeTimeout", "00:00:14")]
    public async Task A_wrong_configuration_is_an_error_that_names_the_key(string service, string key, string value)
    {
        var (code, output, errors) = await CheckAsync(service, [.. Right, (key, value)]);

        (code, output).ShouldBe((1, ""));
        errors.ShouldContain(key);
        errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1, errors);
        errors.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("http://*:8080")]
    [InlineData("http://+:80/")]
    [InlineData("http://[::1]:0;https://gateway.internal")]
    [InlineData("http://unix:/run/storepush.sock")]
    public async Task Every_way_to_write_an_address_is_one(string addresses) =>
        (await CheckAsync("Gateway", [("ASPNETCORE_URLS", addresses), ("Logging__LogLevel__Default", "3")])).ShouldBe((0, "ok\n", ""));

    [Fact]
    public async Task What_follows_on_the_command_line_is_checked_too()
    {
        var (code, _, errors) = await CheckAsync("Standalone", [], "--Edge:MaxConections=4");

        code.ShouldBe(1);
        errors.ShouldContain("Edge__MaxConections");
    }

    private Task<(int Code, string Output, string Errors)> CheckAsync(
        string service, IEnumerable<(string Key, string Value)> environment, params string[] arguments) =>
        ServiceCommand.RunAsync(service, _directory, environment, ["--check-config", .. arguments]);
}
