using System.Text.Json;
using System.Text.RegularExpressions;

namespace StorePush.Protocol.Tests.Pages;

public sealed class OpenApiDocumentTests
{
    private const string Problem = "application/problem+json";

    public static TheoryData<string> Calls =>
        [.. OpenApi.Operations.Where(each => each.Path.StartsWith("/v1/", StringComparison.Ordinal)).Select(each => $"{each.Method} {each.Path}")];

    [Fact]
    public void It_is_of_openapi_3_1() => OpenApi.Root.GetProperty("openapi").GetString()!.ShouldStartWith("3.1.");

    [Fact]
    public void It_is_plain_utf_8_without_a_mark() => OpenApiDocument.Utf8[0].ShouldBe((byte)'{');

    [Fact]
    public void Every_reference_leads_somewhere() =>
        Should.NotThrow(() => OpenApi.Values(OpenApi.Root, "$ref").Select(OpenApi.Find).Count()).ShouldBeGreaterThan(50);

    [Fact]
    public void Every_operation_has_a_name_of_its_own_and_a_summary()
    {
        OpenApi.Operations.Select(each => each.Operation.GetProperty("operationId").GetString()).ShouldBeUnique();
        OpenApi.Operations.ShouldAllBe(each => each.Operation.GetProperty("summary").GetString()!.Length > 0);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void Every_call_says_which_scope_it_needs(string call) =>
        Operation(call).GetProperty("security").EnumerateArray().SelectMany(scheme => scheme.EnumerateObject())
            .Select(scheme => scheme.Value.EnumerateArray().ShouldHaveSingleItem().GetString())
            .Distinct().ShouldHaveSingleItem().ShouldBeOneOf("orders:write", "messages:read", "devices:write", "device");

    [Theory]
    [MemberData(nameof(Calls))]
    public void Every_call_says_how_it_is_refused(string call)
    {
        var responses = OpenApi.Responses(Operation(call));

        responses.Keys.ShouldContain("400");
        responses.Keys.ShouldContain("401");
        responses.Keys.ShouldContain("403");
        responses.Keys.ShouldContain("503");
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void Every_error_is_a_problem_with_an_example_of_its_status(string call)
    {
        foreach (var (status, response) in OpenApi.Responses(Operation(call)).Where(each => each.Key[0] is '4' or '5'))
        {
            var example = response.GetProperty("content").GetProperty(Problem).GetProperty("example");

            example.GetProperty("status").GetRawText().ShouldBe(status);
            example.EnumerateObject().Select(each => each.Name).ShouldBeSubsetOf(["type", "title", "status", "detail", "errors"]);
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void Whoever_has_to_wait_is_told_how_long(string call)
    {
        foreach (var (_, response) in OpenApi.Responses(Operation(call)).Where(each => each.Key is "429" or "503"))
            response.GetProperty("headers").TryGetProperty("Retry-After", out _).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void Every_part_of_a_path_is_a_parameter(string call)
    {
        var named = Regex.Matches(call, @"\{(\w+)\}").Select(part => part.Groups[1].Value);
        var parameters = Operation(call).TryGetProperty("parameters", out var list) ? list.EnumerateArray().Select(OpenApi.Follow) : [];

        parameters.Where(each => each.GetProperty("in").GetString() == "path").Select(each => each.GetProperty("name").GetString())
            .ShouldBe(named);
    }

    [Fact]
    public void An_accepted_message_says_where_it_can_be_seen() =>
        OpenApi.Responses(Operation("post /v1/stores/{storeId}/orders"))["202"].GetProperty("headers")
            .TryGetProperty("Location", out _).ShouldBeTrue();

    [Fact]
    public void The_socket_has_every_answer_of_a_handshake() =>
        OpenApi.Responses(Operation("get /v1/stores/{storeId}/devices/{deviceId}/socket")).Keys
            .ShouldBe(["101", "400", "401", "403", "426", "503"]);

    [Fact]
    public void The_patterns_of_ids_are_those_of_the_code()
    {
        var name = Pattern("Name");
        var orderId = Pattern("OrderId");

        foreach (var text in Enumerable.Range(0, 256).Select(code => ((char)code).ToString()).Append("").Append("ab").Append("a b"))
        {
            name.IsMatch(text).ShouldBe(Identifiers.IsName(text), $"as a name: {text}");
            orderId.IsMatch(text).ShouldBe(Identifiers.IsOrderId(text), $"as an order id: {text}");
        }

        name.IsMatch(new string('a', Identifiers.MaxLength)).ShouldBeTrue();
        name.IsMatch(new string('a', Identifiers.MaxLength + 1)).ShouldBeFalse();
    }

    [Fact]
    public void The_words_are_those_of_the_code()
    {
        Enum("Platform").ShouldBe(Platforms.All);
        Enum("MessageStatus").ShouldBe(MessageStatuses.All);
        Enum("MessageKind").ShouldBe([MessageKinds.OrderPlaced, MessageKinds.OrderCancelled]);
    }

    [Fact]
    public void The_pattern_of_times_fits_what_is_written() =>
        Pattern("Time").IsMatch(Rfc3339Converter.ToText(DateTimeOffset.UnixEpoch)).ShouldBeTrue();

    [Fact]
    public void The_examples_of_batches_are_lines_of_json()
    {
        var batch = Operation("post /v1/orders:batch");
        var bodies = new[] { batch.GetProperty("requestBody"), OpenApi.Responses(batch)["200"] };

        foreach (var body in bodies)
        {
            var lines = body.GetProperty("content").GetProperty("application/x-ndjson").GetProperty("example").GetString()!;
            lines.ShouldEndWith("\n");
            lines.TrimEnd('\n').Split('\n').ShouldAllBe(line => JsonElement.Parse(line).ValueKind == JsonValueKind.Object);
        }
    }

    private static JsonElement Operation(string call) =>
        OpenApi.Operations.Single(each => $"{each.Method} {each.Path}" == call).Operation;

    private static Regex Pattern(string schema) =>
        new(OpenApi.Schemas.GetProperty(schema).GetProperty("pattern").GetString()!);

    private static IEnumerable<string?> Enum(string schema) =>
        OpenApi.Schemas.GetProperty(schema).GetProperty("enum").EnumerateArray().Select(each => each.GetString());
}
