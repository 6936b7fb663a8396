using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using StorePush.Contracts;
using StorePush.Delivery.Sagas;
using StorePush.Protocol;
using StorePush.Protocol.Frames;

namespace StorePush.Delivery.Pushing;

/// <summary>Writes the frame that devices get, once for all of them; the order goes in as the platform wrote it.</summary>
internal static class MessageFrames
{
    private static readonly JsonWriterOptions Options = new()
    {
        // The frame is no part of a web page; Chinese stays readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>The frame of a push.</summary>
    /// <param name="message">The message.</param>
    /// <param name="push">How often it was pushed, this time included.</param>
    /// <param name="traceParent">What a trace of the device goes on with; null when the message is not traced.</param>
    public static RawJson Write(DeliveryState message, int push, string? traceParent = null)
    {
        var buffer = new ArrayBufferWriter<byte>(512 + (message.Payload?.Length ?? 0));
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, MessageFrame.TypeName);
            writer.WriteString("id"u8, message.CorrelationId);
            writer.WriteString("kind"u8, message.Kind);
            writer.WriteString("platform"u8, message.Platform);
            writer.WriteString("storeId"u8, message.StoreId);
            writer.WriteString("orderId"u8, message.OrderId);
            writer.WriteString("acceptedAt"u8, Rfc3339Converter.ToText(message.AcceptedAt));
            writer.WriteString("expiresAt"u8, Rfc3339Converter.ToText(message.ExpiresAt));
            writer.WriteNumber("push"u8, push);
            if (traceParent is not null)
                writer.WriteString("traceparent"u8, traceParent);
            if (message.Reason is not null)
                writer.WriteString("reason"u8, message.Reason);
            if (message.Payload is not null)
            {
                writer.WritePropertyName(message.Kind == MessageKinds.OrderPlaced ? "order"u8 : "detail"u8);
                writer.WriteRawValue(message.Payload, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return new RawJson(buffer.WrittenMemory);
    }
}
