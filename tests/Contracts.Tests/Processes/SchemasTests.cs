using System.Reflection;
using System.Text.Json;
using StorePush.Delivery.Devices;
using StorePush.Delivery.Figures.Answers;
using StorePush.Delivery.Status;
using StorePush.Hosting.Authentication;
using StorePush.Hosting.Deliveries;
using StorePush.Ingest;
using StorePush.Ingest.Batches;
using StorePush.Ingest.Orders;
using StorePush.Protocol;

namespace StorePush.Contracts.Tests.Processes;

/// <summary>What the OpenAPI document says of answers and limits is what the code writes and keeps.</summary>
public sealed class SchemasTests
{
    private static readonly string[] BatchResults = ["BatchAccepted", "BatchRejected"];

    private static readonly JsonElement Schemas =
        JsonElement.Parse(OpenApiDocument.Utf8).GetProperty("components").GetProperty("schemas");

    [Theory]
    [InlineData("AcceptedMessage", typeof(AcceptedMessage))]
    [InlineData("Message", typeof(MessageStatus))]
    [InlineData("MessagePage", typeof(MessagePage))]
    [InlineData("MessageTimeline", typeof(MessageTimeline))]
    [InlineData("TimelineEvent", typeof(TimelineEvent))]
    [InlineData("LiveFigures", typeof(LiveFigures))]
    [InlineData("Traffic", typeof(Traffic))]
    [InlineData("TrafficSlice", typeof(TrafficSlice))]
    [InlineData("Latencies", typeof(Latencies))]
    [InlineData("PendingFigures", typeof(PendingFigures))]
    [InlineData("AgeCount", typeof(AgeCount))]
    [InlineData("WaitingStore", typeof(WaitingStore))]
    [InlineData("OnlineFigures", typeof(OnlineFigures))]
    [InlineData("EdgeFigures", typeof(EdgeFigures))]
    [InlineData("OnlineDevice", typeof(OnlineDevice))]
    [InlineData("IssuedToken", typeof(IssuedToken))]
    public void An_answer_has_the_fields_of_its_schema(string schema, Type answer)
    {
        Names(Schemas.GetProperty(schema).GetProperty("properties")).ShouldBe(Fields(answer), ignoreOrder: true);
        Required(schema).ShouldBe(Fields(answer, requiredOnly: true), ignoreOrder: true);
    }

    [Fact]
    public void A_result_of_a_batch_has_the_fields_of_both_its_schemas() =>
        BatchResults.SelectMany(schema => Names(Schemas.GetProperty(schema).GetProperty("properties"))).Distinct()
            .ShouldBe(Fields(typeof(LineResult)), ignoreOrder: true);

    [Fact]
    public void The_defaults_that_are_described_are_those_of_the_code()
    {
        var ingest = new IngestOptions();
        var batch = Description("/v1/orders:batch");

        batch.ShouldContain($"1 to {ingest.MaxBatchLines:N0} lines");
        batch.ShouldContain($"{ingest.MaxBodyBytes / 1_024} KiB");
        batch.ShouldContain($"{ingest.MaxBatchBytes / 1_024 / 1_024} MiB");
        Field("PlaceOrder", "order").ShouldContain($"at most {ingest.MaxJsonDepth} levels");
        Field("PlaceOrder", "ttlSeconds").ShouldContain($"{new DeliveryOptions().TimeToLive.TotalSeconds}");
    }

    private static IEnumerable<string> Names(JsonElement schema) => schema.EnumerateObject().Select(property => property.Name);

    private static IEnumerable<string?> Required(string schema) =>
        Schemas.GetProperty(schema).GetProperty("required").EnumerateArray().Select(name => name.GetString());

    private static string Field(string schema, string field) =>
        Schemas.GetProperty(schema).GetProperty("properties").GetProperty(field).GetProperty("description").GetString()!;

    private static string Description(string path) =>
        JsonElement.Parse(OpenApiDocument.Utf8).GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("description").GetString()!;

    private static IEnumerable<string> Fields(Type answer, bool requiredOnly = false) =>
        from property in answer.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where !requiredOnly || new NullabilityInfoContext().Create(property).ReadState == NullabilityState.NotNull
        select JsonNamingPolicy.CamelCase.ConvertName(property.Name);
}
