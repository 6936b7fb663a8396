using System.Text.Json.Serialization;
using StorePush.Protocol;

namespace StorePush.Cli.Terminals;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(Rfc3339Converter)])]
[JsonSerializable(typeof(PosEvent))]
internal sealed partial class PosJson : JsonSerializerContext;
