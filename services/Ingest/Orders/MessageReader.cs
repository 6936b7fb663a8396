using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.Options;
using StorePush.Contracts;
using StorePush.Hosting.Deliveries;
using StorePush.Protocol;

namespace StorePush.Ingest.Orders;

/// <summary>Turns a request into a message, or says which fields are wrong.</summary>
internal sealed class MessageReader(
    IOptions<IngestOptions> options, IOptions<DeliveryOptions> delivery, TimeProvider clock)
{
    private const int MinTtlSeconds = 1;
    private const int MaxTtlSeconds = 86_400;
    private const int MaxReasonLength = 1_000;

    private static readonly string PlatformRule = $"Must be one of {string.Join(", ", Platforms.All)}";

    private readonly JsonDocumentOptions _json = new() { MaxDepth = options.Value.MaxJsonDepth };

    /// <summary>Reads an order; the store comes from the route.</summary>
    public IncomingMessage? ReadOrder(ReadOnlyMemory<byte> body, string storeId, ValidationErrors errors)
    {
        using var document = Parse(body, errors);
        if (document is null)
            return null;

        CheckStore(storeId, errors);
        var fields = new MessageFields(document.RootElement, errors);
        return ReadOrder(fields, storeId, ReadPlatform(fields), ReadOrderId(fields), errors);
    }

    /// <summary>Reads a cancellation; store, platform and order come from the route. An empty body is an empty object.</summary>
    public IncomingMessage? ReadCancellation(
        ReadOnlyMemory<byte> body, string storeId, string platform, string orderId, ValidationErrors errors)
    {
        using var document = Parse(body.IsEmpty ? "{}"u8.ToArray() : body, errors);
        if (document is null)
            return null;

        CheckStore(storeId, errors);
        if (!Platforms.All.Contains(platform))
            errors.Add("platform", $"{PlatformRule}.");
        if (!Identifiers.IsOrderId(orderId))
            errors.Add("orderId", $"{Identifiers.OrderIdRule}.");

        return ReadCancellation(new MessageFields(document.RootElement, errors), storeId, platform, orderId, errors);
    }

    /// <summary>Reads a line of a batch, which names everything itself.</summary>
    public IncomingMessage? ReadLine(ReadOnlyMemory<byte> line, ValidationErrors errors)
    {
        using var document = Parse(line, errors);
        if (document is null)
            return null;

        var fields = new MessageFields(document.RootElement, errors);
        var kind = fields.RequiredText(
            "kind",
            text => text is MessageKinds.OrderPlaced or MessageKinds.OrderCancelled,
            $"Must be {MessageKinds.OrderPlaced} or {MessageKinds.OrderCancelled}");
        var storeId = fields.RequiredText("storeId", text => Identifiers.IsName(text), Identifiers.NameRule);
        var platform = ReadPlatform(fields);
        var orderId = ReadOrderId(fields);

        return kind switch
        {
            MessageKinds.OrderPlaced => ReadOrder(fields, storeId, platform, orderId, errors),
            MessageKinds.OrderCancelled => ReadCancellation(fields, storeId, platform, orderId, errors),
            _ => null,
        };
    }

    private IncomingMessage? ReadOrder(
        MessageFields fields, string? storeId, string? platform, string? orderId, ValidationErrors errors)
    {
        var order = fields.RequiredObject("order");
        var placedAt = fields.OptionalTime("placedAt");
        var (acceptedAt, expiresAt) = ReadLifetime(fields);
        if (errors.Any)
            return null;

        return new IncomingMessage(new OrderPlaced
        {
            MessageId = MessageIds.Create(platform!, storeId!, orderId!, MessageKinds.OrderPlaced),
            Platform = platform!,
            StoreId = storeId!,
            OrderId = orderId!,
            AcceptedAt = acceptedAt,
            ExpiresAt = expiresAt,
            PlacedAt = placedAt,
            Order = order!,
        });
    }

    private IncomingMessage? ReadCancellation(
        MessageFields fields, string? storeId, string? platform, string? orderId, ValidationErrors errors)
    {
        var reason = fields.OptionalText(
            // PostgreSQL's text can't hold NUL: what was accepted must be storable.
            "reason",
            text => text.Length <= MaxReasonLength && !text.Contains('\0'),
            $"Must be a text of at most {MaxReasonLength} characters without U+0000");
        var detail = fields.OptionalObject("detail");
        var cancelledAt = fields.OptionalTime("cancelledAt");
        var (acceptedAt, expiresAt) = ReadLifetime(fields);
        if (errors.Any)
            return null;

        return new IncomingMessage(new OrderCancelled
        {
            MessageId = MessageIds.Create(platform!, storeId!, orderId!, MessageKinds.OrderCancelled),
            Platform = platform!,
            StoreId = storeId!,
            OrderId = orderId!,
            AcceptedAt = acceptedAt,
            ExpiresAt = expiresAt,
            CancelledAt = cancelledAt,
            Reason = reason,
            Detail = detail,
        });
    }

    private JsonDocument? Parse(ReadOnlyMemory<byte> body, ValidationErrors errors)
    {
        // JSON readers let bad UTF-8 inside strings pass, and a terminal's WebSocket would be closed over it for ever.
        if (!Utf8.IsValid(body.Span))
        {
            errors.Add(ValidationErrors.Body, "Must be UTF-8.");
            return null;
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, _json);
        }
        catch (JsonException exception)
        {
            errors.Add(ValidationErrors.Body, $"Must be JSON, at most {_json.MaxDepth} levels deep: {exception.Message}");
            return null;
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document;

        document.Dispose();
        errors.Add(ValidationErrors.Body, "Must be a JSON object.");
        return null;
    }

    private static void CheckStore(string storeId, ValidationErrors errors)
    {
        if (!Identifiers.IsName(storeId))
            errors.Add("storeId", $"{Identifiers.NameRule}.");
    }

    private static string? ReadPlatform(MessageFields fields) =>
        fields.RequiredText("platform", text => Platforms.All.Contains(text), PlatformRule);

    private static string? ReadOrderId(MessageFields fields) =>
        fields.RequiredText("orderId", text => Identifiers.IsOrderId(text), Identifiers.OrderIdRule);

    private (DateTimeOffset AcceptedAt, DateTimeOffset ExpiresAt) ReadLifetime(MessageFields fields)
    {
        var ttl = fields.OptionalInteger("ttlSeconds", MinTtlSeconds, MaxTtlSeconds);

        // Whole milliseconds, which is all that the wire and every later comparison can tell apart.
        var acceptedAt = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        return (acceptedAt, acceptedAt + (ttl is { } seconds ? TimeSpan.FromSeconds(seconds) : delivery.Value.TimeToLive));
    }
}
