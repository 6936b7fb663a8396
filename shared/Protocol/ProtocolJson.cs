using System.Text.Json.Serialization;
using StorePush.Protocol.Frames;

namespace StorePush.Protocol;

/// <summary>How frames are written: camel case, absent instead of null, times as RFC 3339 with milliseconds.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(Rfc3339Converter)])]
[JsonSerializable(typeof(HelloFrame))]
[JsonSerializable(typeof(MessageFrame))]
[JsonSerializable(typeof(AckOkFrame))]
[JsonSerializable(typeof(SettledFrame))]
[JsonSerializable(typeof(PongFrame))]
[JsonSerializable(typeof(ReconnectFrame))]
[JsonSerializable(typeof(ErrorFrame))]
[JsonSerializable(typeof(AckFrame))]
[JsonSerializable(typeof(PingFrame))]
public sealed partial class ProtocolJson : JsonSerializerContext;
