using System.CommandLine;
using System.Globalization;
using StorePush.Protocol;

namespace StorePush.Cli.Options;

/// <summary>Options whose errors name them.</summary>
internal static class Parsed
{
    /// <param name="name">How it is written, such as <c>--store</c>.</param>
    /// <param name="description">What the help says.</param>
    /// <param name="parse">Throws a <see cref="FormatException"/> whose text says what is expected.</param>
    public static Option<T> Option<T>(string name, string description, Func<string, T> parse) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            try
            {
                return parse(result.Tokens[0].Value);
            }
            catch (FormatException exception)
            {
                result.AddError($"{name}: {exception.Message}");
                return default;
            }
        },
    };

    /// <summary>A store or a device.</summary>
    public static Option<string?> Name(string name, string description) => Option<string?>(
        name, description, text => Identifiers.IsName(text) ? text : throw new FormatException($"{Identifiers.NameRule}."));

    public static Option<string?> OrderId(string description) => Option<string?>(
        "--order-id",
        description,
        text => Identifiers.IsOrderId(text) ? text : throw new FormatException($"{Identifiers.OrderIdRule}."));

    public static Option<int?> Count(string name, string description, int min = 1, int max = 1_000_000_000) => Option<int?>(
        name, description, text => Counts.Parse(text, min, max));

    public static Option<double?> Rate(string name, string description) => Option<double?>(
        name,
        description,
        text => double.TryParse(text.Replace("/s", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out var rate)
            && rate is > 0 and <= 1_000_000
                ? rate
                : throw new FormatException("Must be a number per second, more than 0."));

    public static Option<TimeSpan?> Duration(string name, string description) => Option<TimeSpan?>(
        name, description, text => Durations.Parse(text));

    public static Option<string?> Choice(string name, string description, IReadOnlyList<string> choices) => Option<string?>(
        name,
        $"{description}: {string.Join(", ", choices)}",
        text => choices.Contains(text) ? text : throw new FormatException($"Must be one of {string.Join(", ", choices)}."));
}
