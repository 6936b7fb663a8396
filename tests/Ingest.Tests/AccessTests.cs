using System.Net;
using StorePush.Contracts;
using StorePush.Hosting.Authentication;

namespace StorePush.Ingest.Tests;

public sealed class AccessTests : IngestTest
{
    public static TheoryData<string> Calls =>
        [IngestProcess.OrdersPath, "/v1/stores/s1/orders/ebai/o-1/cancellation", IngestProcess.BatchPath];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Without_a_valid_token_the_answer_is_401(string path)
    {
        var spoiled = Ingest.Token().Spoiled().Values;

        foreach (var token in spoiled.Append(""))
        {
            using var answer = await Ingest.PostAsync(path, "{}", token: token);
            await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
            answer.Headers.WwwAuthenticate.ShouldNotBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_token_in_the_query_is_none(string path)
    {
        using var answer = await Ingest.PostAsync($"{path}?access_token={Ingest.Token().Sign()}", "{}", token: "");

        await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Another_scope_is_forbidden(string path)
    {
        string?[] scopes = [null, "", Scopes.MessagesRead, Scopes.Device, "orders:write2 orders", "ORDERS:WRITE"];

        foreach (var scope in scopes)
        {
            using var answer = await Ingest.PostAsync(path, "{}", token: (Ingest.Token() with { Scope = scope }).Sign());
            await answer.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task One_of_several_scopes_is_enough()
    {
        var token = (Ingest.Token() with { Scope = "messages:read orders:write" }).Sign();

        using var answer = await Ingest.PostAsync(IngestProcess.OrdersPath, IngestProcess.Order("o-1"), token: token);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_token_of_one_store_writes_to_no_other()
    {
        var token = (Ingest.Token() with { StoreId = "s1" }).Sign();

        using var own = await Ingest.PostAsync("/v1/stores/s1/orders", IngestProcess.Order("o-1"), token: token);
        using var other = await Ingest.PostAsync("/v1/stores/s2/orders", IngestProcess.Order("o-1"), token: token);
        using var cancellation = await Ingest.PostAsync("/v1/stores/s2/orders/ebai/o-1/cancellation", "", token: token);

        own.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await other.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await cancellation.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        Ingest.Broker.All<object>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task In_a_batch_only_the_lines_of_other_stores_are_rejected()
    {
        var token = (Ingest.Token() with { StoreId = "s1" }).Sign();

        using var answer = await Ingest.PostAsync(
            IngestProcess.BatchPath, $"{IngestProcess.Line("o-1", "s2")}\n{IngestProcess.Line("o-1")}", IngestProcess.Ndjson, token);

        var lines = await IngestProcess.LinesAsync(answer);
        lines.Select(line => line.GetProperty("status").GetString()).ShouldBe(["rejected", "accepted"]);
        lines[0].GetProperty("errors").EnumerateObject().Single().Name.ShouldBe("storeId");
        Ingest.Broker.All<OrderPlaced>().Single().StoreId.ShouldBe("s1");
    }

    [Fact]
    public async Task Health_and_metrics_need_no_token()
    {
        foreach (var path in (string[])["/health/live", "/health/ready", "/metrics"])
        {
            await Bounded.UntilAsync(async () =>
            {
                using var answer = await Ingest.GetAsync(path);
                answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable);
                return answer.IsSuccessStatusCode;
            });
        }
    }

    [Theory]
    [InlineData("/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("/v1/stores/s1/orders", HttpStatusCode.MethodNotAllowed)]
    public async Task What_is_not_there_is_a_problem_too(string path, HttpStatusCode status)
    {
        using var answer = await Ingest.GetAsync(path);

        await answer.ShouldBeProblemAsync(status);
    }
}
