namespace StorePush.Cli.Tests;

/// <summary>The tool in this process.</summary>
internal static class Tool
{
    public static async Task<ToolResult> RunAsync(string[] args, params (string Name, string Value)[] environment)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var io = new CommandIo
        {
            In = TextReader.Null,
            Out = output,
            Error = error,
            Environment = name => environment.FirstOrDefault(variable => variable.Name == name).Value,
        };
        var code = await StorePushTool.RunAsync(args, io, TestContext.Current.CancellationToken).WaitAsync(
            TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        return new ToolResult(code, output.ToString(), error.ToString());
    }
}
