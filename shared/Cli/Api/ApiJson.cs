using System.Text.Json.Serialization;
using StorePush.Protocol;

namespace StorePush.Cli.Api;

/// <summary>The bodies of the HTTP interface: camel case, absent instead of null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(Rfc3339Converter)])]
[JsonSerializable(typeof(AcceptedMessage))]
[JsonSerializable(typeof(CancelOrder))]
[JsonSerializable(typeof(IssuedToken))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(OnlineDevices))]
[JsonSerializable(typeof(PlaceOrder))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(TokenRequest))]
internal sealed partial class ApiJson : JsonSerializerContext;
