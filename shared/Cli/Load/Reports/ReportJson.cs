using System.Text.Json.Serialization;

namespace StorePush.Cli.Load.Reports;

/// <summary>The report for machines: every field is there, null when it has no value.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(LoadReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
