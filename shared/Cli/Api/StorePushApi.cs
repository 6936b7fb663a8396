using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StorePush.Cli.Options;
using StorePush.Cli.Tokens;

namespace StorePush.Cli.Api;

/// <summary>The HTTP interface of StorePush. What goes wrong is a <see cref="CommandException"/> with a text for the user.</summary>
internal sealed class StorePushApi(Target target, TimeProvider clock) : IDisposable
{
    private readonly CallerTokens _tokens = new(target, clock);
    private readonly HttpClient _http = new() { BaseAddress = target.Url };

    public Task<AcceptedMessage> PlaceAsync(string storeId, PlaceOrder order, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            $"v1/stores/{storeId}/orders",
            Scopes.OrdersWrite,
            JsonContent.Create(order, ReadableJson.Api.PlaceOrder),
            ReadableJson.Api.AcceptedMessage,
            cancellationToken);

    public Task<AcceptedMessage> CancelAsync(
        string storeId, string platform, string orderId, CancelOrder cancellation, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            $"v1/stores/{storeId}/orders/{platform}/{Uri.EscapeDataString(orderId)}/cancellation",
            Scopes.OrdersWrite,
            JsonContent.Create(cancellation, ReadableJson.Api.CancelOrder),
            ReadableJson.Api.AcceptedMessage,
            cancellationToken);

    public Task<Message> GetMessageAsync(Guid messageId, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Get, $"v1/messages/{messageId}", Scopes.MessagesRead, null, ReadableJson.Api.Message, cancellationToken);

    public Task<MessagePage> ListMessagesAsync(
        string storeId, string? status, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var path = $"v1/stores/{storeId}/messages?limit={limit}";
        if (status is not null)
            path += $"&status={status}";
        if (cursor is not null)
            path += $"&cursor={cursor}";
        return SendAsync(HttpMethod.Get, path, Scopes.MessagesRead, null, ReadableJson.Api.MessagePage, cancellationToken);
    }

    public Task<OnlineDevices> ListDevicesAsync(string storeId, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Get, $"v1/stores/{storeId}/devices", Scopes.MessagesRead, null, ReadableJson.Api.OnlineDevices, cancellationToken);

    public Task<IssuedToken> IssueTokenAsync(
        string storeId, string deviceId, TimeSpan? lifetime, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            $"v1/stores/{storeId}/devices/{deviceId}/token",
            Scopes.DevicesWrite,
            JsonContent.Create(new TokenRequest((int?)lifetime?.TotalSeconds), ReadableJson.Api.TokenRequest),
            ReadableJson.Api.IssuedToken,
            cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<T> SendAsync<T>(
        HttpMethod method,
        string path,
        string scope,
        HttpContent? content,
        JsonTypeInfo<T> answer,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _tokens.For(scope));
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw await RefusalAsync(response, scope, cancellationToken);

            return await response.Content.ReadFromJsonAsync(answer, cancellationToken)
                ?? throw new CommandException($"{target.Url} has given an answer that is empty.");
        }
        catch (HttpRequestException exception)
        {
            throw new CommandException($"Can't reach {target.Url}: {exception.Message}");
        }
        catch (JsonException exception)
        {
            throw new CommandException($"{target.Url} has given an answer that is none of StorePush: {exception.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException($"{target.Url} has not answered in {Durations.ToText(_http.Timeout)}.");
        }
    }

    private async Task<ApiException> RefusalAsync(HttpResponseMessage response, string scope, CancellationToken cancellationToken)
    {
        var text = await ProblemText.ReadAsync(response, cancellationToken);
        var hint = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized when target.Signer is not null => "  Is --signing-key the Auth__SigningKey of the services?",
            HttpStatusCode.Unauthorized => "  Is --token right, and not over?",
            HttpStatusCode.Forbidden when target.Token is not null => $"  The token needs the scope {scope}, for this store.",
            _ => null,
        };
        return new ApiException(hint is null ? text : text + Environment.NewLine + hint, response.StatusCode);
    }
}
