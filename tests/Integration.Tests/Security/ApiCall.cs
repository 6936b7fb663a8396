using System.Net;
using System.Net.Http.Headers;
using System.Text;
using StorePush.Hosting.Authentication;

namespace StorePush.Integration.Tests.Security;

/// <summary>A call of the API that is right but for its token.</summary>
/// <param name="Scope">What its token must allow.</param>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path; <c>{message}</c> stands for a message of the store.</param>
/// <param name="Body">Its body.</param>
/// <param name="Type">The type of the body.</param>
internal sealed record ApiCall(string Scope, string Method, string Path, string? Body = null, string Type = "application/json")
{
    /// <summary>Whether it is about all stores, so that a token that is limited to one is not enough.</summary>
    public bool IsOfAllStores { get; init; }

    /// <summary>What it answers to whoever may ask, where that is no success.</summary>
    public HttpStatusCode? Otherwise { get; init; }

    public const string Store = "S1";
    public const string Device = "till-1";

    private const string Order = $$"""{"kind":"order.placed","storeId":"{{Store}}","platform":"meituan","orderId":"1","order":{} }""";

    /// <summary>All that the API has.</summary>
    public static IReadOnlyDictionary<string, ApiCall> All { get; } = new Dictionary<string, ApiCall>
    {
        ["place"] = new(Scopes.OrdersWrite, "POST", $"/v1/stores/{Store}/orders", Order),
        ["cancel"] = new(Scopes.OrdersWrite, "POST", $"/v1/stores/{Store}/orders/meituan/1/cancellation", "{}"),
        ["batch"] = new(Scopes.OrdersWrite, "POST", "/v1/orders:batch", Order, "application/x-ndjson"),
        ["message"] = new(Scopes.MessagesRead, "GET", "/v1/messages/{message}"),
        ["timeline"] = new(Scopes.MessagesRead, "GET", "/v1/messages/{message}/timeline"),
        ["search"] = new(Scopes.MessagesRead, "GET", $"/v1/messages?orderId=1&storeId={Store}"),
        ["figures"] = new(Scopes.MessagesRead, "GET", "/v1/figures") { IsOfAllStores = true },
        ["store figures"] = new(Scopes.MessagesRead, "GET", $"/v1/stores/{Store}/figures"),
        ["messages"] = new(Scopes.MessagesRead, "GET", $"/v1/stores/{Store}/messages"),
        ["devices"] = new(Scopes.MessagesRead, "GET", $"/v1/stores/{Store}/devices"),
        ["token"] = new(Scopes.DevicesWrite, "POST", $"/v1/stores/{Store}/devices/{Device}/token", "{}"),
        ["revoke"] = new(Scopes.DevicesWrite, "DELETE", $"/v1/stores/{Store}/devices/till-9"),

        // Nobody is online who could be disconnected, and the client here asks for no upgrade.
        ["disconnect"] = new(Scopes.DevicesWrite, "DELETE", $"/v1/stores/{Store}/devices/till-9/connection")
        {
            Otherwise = HttpStatusCode.NotFound,
        },
        ["socket"] = new(Scopes.Device, "GET", $"/v1/stores/{Store}/devices/{Device}/socket")
        {
            Otherwise = HttpStatusCode.UpgradeRequired,
        },
    };

    public async Task<HttpResponseMessage> SendAsync(HttpClient client, Guid messageId, string? token)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(Method), Path.Replace("{message}", messageId.ToString(), StringComparison.Ordinal));
        if (Body is not null)
            request.Content = new StringContent(Body, Encoding.UTF8, Type);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await client.SendAsync(request, TestContext.Current.CancellationToken).Soon();
    }
}
