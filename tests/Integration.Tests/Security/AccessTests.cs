using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using StorePush.Hosting.Authentication;
using StorePush.Integration.Tests.Standalone;

namespace StorePush.Integration.Tests.Security;

/// <summary>Each call of the API is open to its scope and to its store, and to nobody else.</summary>
public sealed class AccessTests(RunningStandalone standalone) : IClassFixture<RunningStandalone>, IAsyncLifetime
{
    private static readonly string[] EveryScope =
        [Scopes.OrdersWrite, Scopes.MessagesRead, Scopes.DevicesWrite, Scopes.Device, "", "orders messages:write devices device:x"];

    private readonly HttpClient _client = new() { BaseAddress = standalone.Url };
    private Guid _message;

    public static TheoryData<string> Calls => [.. ApiCall.All.Keys];

    public async ValueTask InitializeAsync()
    {
        _message = await standalone.Platform.PlaceAsync(ApiCall.Store, "1");
        await standalone.Platform.UntilAsync(_message, "pending");
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_is_open_to_its_scope_alone(string name)
    {
        var call = ApiCall.All[name];

        foreach (var scope in EveryScope)
        {
            using var answer = await SendAsync(call, Token(call) with { Scope = scope });
            if (scope == call.Scope)
                (answer.IsSuccessStatusCode || answer.StatusCode == call.Otherwise).ShouldBeTrue($"{answer.StatusCode}");
            else
                await answer.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_is_closed_to_tokens_of_another_store(string name)
    {
        var call = ApiCall.All[name];

        using var answer = await SendAsync(call, Token("S2") with { Scope = call.Scope });

        if (name == "batch")
            (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("rejected");
        else
            await answer.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_is_closed_without_a_valid_token(string name)
    {
        var call = ApiCall.All[name];
        var spoiled = (Token(call) with { Scope = call.Scope }).Spoiled();

        foreach (var token in spoiled.Values.Append(null))
        {
            using var answer = await call.SendAsync(_client, _message, token);
            await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Every_call_is_held_to_that()
    {
        var document = JsonElement.Parse(await _client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        var described = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Where(operation => operation.Value.GetProperty("security").GetArrayLength() > 0)
            .Select(operation => (Method: operation.Name.ToUpperInvariant(), Template: TemplateParser.Parse(path.Name[1..]))));

        foreach (var (method, template) in described)
        {
            var matcher = new TemplateMatcher(template, []);
            ApiCall.All.Values.ShouldContain(call => call.Method == method && matcher.TryMatch(call.Path.Split('?')[0], new RouteValueDictionary()));
        }
    }

    private static TestToken Token(ApiCall call) => Token(ApiCall.Store) with { StoreId = call.IsOfAllStores ? null : ApiCall.Store };

    /// <summary>A token of a caller, or of the device, according to its scope.</summary>
    private static TestToken Token(string storeId) => TestToken.ForDevice(storeId, ApiCall.Device, TimeProvider.System.GetUtcNow());

    private Task<HttpResponseMessage> SendAsync(ApiCall call, TestToken token) => call.SendAsync(_client, _message, token.Sign());
}
