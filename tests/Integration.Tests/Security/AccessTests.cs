using System.Net;
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
            using var answer = await SendAsync(call, Token(ApiCall.Store) with { Scope = scope });
            if (scope == call.Scope)
                ShouldBeOpen(answer);
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
        var spoiled = (Token(ApiCall.Store) with { Scope = call.Scope }).Spoiled();

        foreach (var token in spoiled.Values.Append(null))
        {
            using var answer = await call.SendAsync(_client, _message, token);
            await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        }
    }

    /// <summary>A token of a caller, or of the device, according to its scope.</summary>
    private static TestToken Token(string storeId) => TestToken.ForDevice(storeId, ApiCall.Device, TimeProvider.System.GetUtcNow());

    private Task<HttpResponseMessage> SendAsync(ApiCall call, TestToken token) => call.SendAsync(_client, _message, token.Sign());

    /// <summary>The socket asks for an upgrade, which this client does not do.</summary>
    private static void ShouldBeOpen(HttpResponseMessage answer) =>
        (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.UpgradeRequired).ShouldBeTrue($"{answer.StatusCode}");
}
