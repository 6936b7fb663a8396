using System.Text.Json;
using StorePush.Hosting.Authentication;

namespace StorePush.Delivery.Devices;

/// <summary>What a call for a token asks for, or which field of it is wrong.</summary>
internal sealed record TokenRequest(TimeSpan? Lifetime, string? Field = null, string? Error = null)
{
    private const int MaxBodyBytes = 4_096;
    private const string LifetimeField = "expiresInSeconds";
    private const string Body = "body";

    /// <summary>Reads the body; an empty one asks for nothing in particular.</summary>
    public static async Task<TokenRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var buffer = new byte[MaxBodyBytes];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await body.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            if (body.Length > MaxBodyBytes)
                return new(null, Body, $"Must not be larger than {MaxBodyBytes} bytes.");
        }

        return body.Length == 0 ? new TokenRequest(Lifetime: null) : Parse(body.ToArray());
    }

    private static TokenRequest Parse(byte[] utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return new(null, Body, "Must be a JSON object.");
            if (!document.RootElement.TryGetProperty(LifetimeField, out var value) || value.ValueKind == JsonValueKind.Null)
                return new TokenRequest(Lifetime: null);

            var max = (int)TokenIssuer.MaxLifetime.TotalSeconds;
            return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var seconds) && seconds >= 1 && seconds <= max
                ? new TokenRequest(TimeSpan.FromSeconds(seconds))
                : new(null, LifetimeField, $"Must be a whole number from 1 to {max}.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter over half a surrogate pair in the name of another field.
            return new(null, Body, "Must be JSON.");
        }
    }
}
