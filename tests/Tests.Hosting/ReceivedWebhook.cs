using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;

namespace StorePush.Tests.Hosting;

/// <summary>A call as a receiver of webhooks gets it.</summary>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">Its body.</param>
public sealed record ReceivedWebhook(IHeaderDictionary Headers, string Body)
{
    public string Id => Headers["webhook-id"].Single()!;

    public DateTimeOffset Timestamp =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(Headers["webhook-timestamp"].Single()!, CultureInfo.InvariantCulture));

    public string Type => JsonElement.Parse(Body).GetProperty("type").GetString()!;

    public JsonElement Data => JsonElement.Parse(Body).GetProperty("data");

    /// <summary>Throws unless the call was signed with the secret, a moment ago. Somebody else's implementation of the standard says so.</summary>
    public void Verify(string secret) => new StandardWebhook(secret).Verify(Body, Headers);
}
