using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using StorePush.Console.Tests.Running;
using StorePush.Hosting.Authentication;

namespace StorePush.Console.Tests;

/// <summary>The calls that the console brought along.</summary>
public sealed class CallsTests(SharedServer server)
{
    private readonly string _store = $"shop-{Guid.CreateVersion7().ToString("N")[^10..]}";

    [Fact]
    public async Task A_timeline_tells_what_happened_in_order()
    {
        var platform = (await server.GetAsync()).Platform;
        var waiting = await platform.PlaceAsync(_store, "1000");
        await platform.UntilAsync(waiting, "pending");
        await using var device = await ShopDevice.ConnectAsync((await server.GetAsync()).Url, _store, "till-1");
        // The device has been sent what waited for it, which would count as a push of a message placed meanwhile.
        await device.TakeAsync(await device.NextAsync());
        var id = await platform.PlaceAsync(_store, "1001");
        await device.TakeAsync(await device.NextAsync());
        await platform.UntilAsync(id, "delivered");

        var timeline = await platform.GetAsync($"/v1/messages/{id}/timeline");

        timeline.GetProperty("messageId").GetGuid().ShouldBe(id);
        timeline.GetProperty("pushes").GetInt32().ShouldBe(1);
        var events = timeline.GetProperty("events").EnumerateArray().ToArray();
        events.Select(one => one.GetProperty("type").GetString()).ShouldBe(["accepted", "pushed", "delivered"]);
        events[1].GetProperty("push").GetInt32().ShouldBe(1);
        events[1].GetProperty("edges").GetArrayLength().ShouldBe(1);
        events[2].GetProperty("by").GetString().ShouldBe("till-1");
        events.Select(one => one.GetProperty("at").GetDateTimeOffset()).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_token_of_one_store_gets_the_figures_and_orders_of_that_store_alone()
    {
        var platform = (await server.GetAsync()).Platform;
        var id = await platform.PlaceAsync(_store, "1001");
        await platform.UntilAsync(id, "pending");

        (await StatusAsync("/v1/figures", _store)).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync($"/v1/stores/{_store}/figures", _store)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync($"/v1/stores/{_store}/figures", "another")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync($"/v1/messages/{id}/timeline", "another")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync($"/v1/messages?orderId=1001&storeId={_store}", "another")).ShouldBe(HttpStatusCode.Forbidden);
        (await FindAsync("/v1/messages?orderId=1001", _store)).ShouldBe([id]);
        (await FindAsync("/v1/messages?orderId=1001", "another")).ShouldBeEmpty();
        (await FindAsync("/v1/messages?orderId=1001&platform=ebai", _store)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/v1/messages", "orderId")]
    [InlineData("/v1/messages?orderId=a%20b", "orderId")]
    [InlineData("/v1/messages?orderId=1&storeId=a%20b", "storeId")]
    [InlineData("/v1/messages?orderId=1&platform=other", "platform")]
    [InlineData("/v1/messages?orderId=1&cursor=%21", "cursor")]
    [InlineData("/v1/messages?orderId=1&cursor=IA", "cursor")]
    [InlineData("/v1/messages/none/timeline", "id")]
    [InlineData("/v1/stores/a%20b/figures", "storeId")]
    public async Task What_is_wrong_with_a_question_is_named(string path, string field)
    {
        using var response = await SendAsync(HttpMethod.Get, path);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ReadAsync(response)).GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_device_is_disconnected_by_whoever_may_write_devices_and_only_if_it_is_online()
    {
        var path = $"/v1/stores/{_store}/devices/till-1/connection";
        await using var device = await ShopDevice.ConnectAsync((await server.GetAsync()).Url, _store, "till-1");
        await Bounded.UntilAsync(async () =>
            (await (await server.GetAsync()).Platform.GetAsync($"/v1/stores/{_store}/devices")).GetProperty("items").GetArrayLength() == 1);

        using var reader = await SendAsync(HttpMethod.Delete, path, scope: Scopes.MessagesRead);
        using var stranger = await SendAsync(HttpMethod.Delete, path, "another", Scopes.DevicesWrite);
        using var absent = await SendAsync(HttpMethod.Delete, path.Replace("till-1", "till-2", StringComparison.Ordinal), scope: Scopes.DevicesWrite);
        device.Connections.ShouldBe(1);
        using var done = await SendAsync(HttpMethod.Delete, path, scope: Scopes.DevicesWrite);

        new[] { reader, stranger, absent, done }.Select(response => response.StatusCode).ShouldBe(
            [HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.NoContent]);
        await Bounded.UntilAsync(() => Task.FromResult(device.Connections == 2));
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string? storeId)
    {
        using var response = await SendAsync(HttpMethod.Get, path, storeId);
        return response.StatusCode;
    }

    private async Task<Guid[]> FindAsync(string path, string? storeId)
    {
        using var response = await SendAsync(HttpMethod.Get, path, storeId);
        return [.. (await ReadAsync(response)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("messageId").GetGuid())];
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? storeId = null, string scope = Scopes.MessagesRead)
    {
        var token = new TestToken { Now = TimeProvider.System.GetUtcNow(), Scope = scope, StoreId = storeId };
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri((await server.GetAsync()).Url, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Sign());
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
