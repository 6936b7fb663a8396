using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace StorePush.Tests.Hosting;

/// <summary>A takeaway platform: places orders and asks where they stand.</summary>
public sealed class Platform : IDisposable
{
    private readonly HttpClient _http;

    public Platform(Uri url, string token)
    {
        _http = new HttpClient { BaseAddress = url };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Places an order and returns its message id.</summary>
    public async Task<Guid> PlaceAsync(string storeId, string orderId, string order = "{}", int? ttlSeconds = null)
    {
        var ttl = ttlSeconds is null ? "" : $",\"ttlSeconds\":{ttlSeconds}";
        using var response = await PostAsync(
            $"/v1/stores/{storeId}/orders", $$"""{"platform":"meituan","orderId":"{{orderId}}","order":{{order}}{{ttl}}}""");
        return await ReadIdAsync(response);
    }

    /// <summary>Cancels an order and returns the id of that message.</summary>
    public async Task<Guid> CancelAsync(string storeId, string orderId, string body)
    {
        using var response = await PostAsync($"/v1/stores/{storeId}/orders/meituan/{orderId}/cancellation", body);
        return await ReadIdAsync(response);
    }

    public Task<HttpResponseMessage> PostAsync(string path, string body) =>
        _http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

    public async Task<JsonElement> GetAsync(string path)
    {
        var text = await _http.GetStringAsync(path, TestContext.Current.CancellationToken);
        return JsonDocument.Parse(text).RootElement;
    }

    public Task<JsonElement> GetMessageAsync(Guid messageId) => GetAsync($"/v1/messages/{messageId}");

    /// <summary>Waits until a message has a status.</summary>
    public Task UntilAsync(Guid messageId, string status) =>
        Bounded.UntilAsync(async () =>
        {
            using var response = await _http.GetAsync($"/v1/messages/{messageId}", TestContext.Current.CancellationToken);
            if (!response.IsSuccessStatusCode)
                return false;

            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            using var message = JsonDocument.Parse(text);
            return message.RootElement.GetProperty("status").GetString() == status;
        });

    public async Task RevokeAsync(string storeId, string deviceId)
    {
        using var response = await _http.DeleteAsync(
            $"/v1/stores/{storeId}/devices/{deviceId}", TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
    }

    public async Task<string> IssueTokenAsync(string storeId, string deviceId)
    {
        using var response = await PostAsync($"/v1/stores/{storeId}/devices/{deviceId}/token", "{}");
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return JsonDocument.Parse(text).RootElement.GetProperty("token").GetString()!;
    }

    public void Dispose() => _http.Dispose();

    private static async Task<Guid> ReadIdAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.Accepted, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("messageId").GetGuid();
    }
}
