namespace StorePush.Cli;

/// <summary>What a command reads from and writes to, so that a test can give it something else.</summary>
internal sealed class CommandIo
{
    public required TextReader In { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public Func<string, string?> Environment { get; init; } = _ => null;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether a person looks at <see cref="Out"/>.</summary>
    public bool IsOutWatched { get; init; }

    /// <summary>Whether a person looks at <see cref="Error"/>.</summary>
    public bool IsErrorWatched { get; init; }

    /// <summary>Whether <see cref="In"/> is a keyboard.</summary>
    public bool HasKeyboard { get; init; }

    public static CommandIo OfProcess() => new()
    {
        In = Console.In,
        Out = PipedOutput.OfProcess(),
        Error = Console.Error,
        Environment = System.Environment.GetEnvironmentVariable,
        IsOutWatched = !Console.IsOutputRedirected,
        IsErrorWatched = !Console.IsErrorRedirected,
        HasKeyboard = !Console.IsInputRedirected,
    };
}
