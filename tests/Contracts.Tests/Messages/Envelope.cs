using System.Text.Encodings.Web;
using System.Text.Json;
using MassTransit;
using MassTransit.Context;
using MassTransit.Serialization;

namespace StorePush.Contracts.Tests.Messages;

/// <summary>A message as MassTransit writes it to the broker and reads it from there.</summary>
internal static class Envelope
{
    private static readonly SystemTextJsonMessageSerializer Serializer = new();

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Write<TMessage>(TMessage message)
        where TMessage : class
    {
        var context = new MessageSendContext<TMessage>(message) { Serializer = Serializer };
        return Serializer.GetMessageBody(context).GetBytes();
    }

    public static TMessage Read<TMessage>(byte[] envelope)
        where TMessage : class
    {
        var context = Serializer.Deserialize(new BytesMessageBody(envelope), new DictionarySendHeaders(), null);
        context.TryGetMessage<TMessage>(out var message).ShouldBeTrue();
        return message!;
    }

    /// <summary>The parts of an envelope that are the same for every copy of a message: what it is and what it says.</summary>
    public static string WhatIsPinned(byte[] envelope)
    {
        var json = JsonElement.Parse(envelope);
        var pinned = new { messageType = json.GetProperty("messageType"), message = json.GetProperty("message") };
        return JsonSerializer.Serialize(pinned, Readable) + "\n";
    }
}
