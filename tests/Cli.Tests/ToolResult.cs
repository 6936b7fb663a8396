using System.Text.Json;

namespace StorePush.Cli.Tests;

/// <summary>How a run of the tool has ended.</summary>
internal sealed record ToolResult(int Code, string Out, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    public IReadOnlyList<string> Lines => Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    public ToolResult ShouldBe(int code)
    {
        Code.ShouldBe(code, $"{Out}{Environment.NewLine}{Error}");
        return this;
    }
}
