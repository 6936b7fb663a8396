using System.Globalization;

namespace StorePush.Cli.Options;

internal static class Counts
{
    /// <exception cref="FormatException">The text is no such number.</exception>
    public static int Parse(string text, int min, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= min && count <= max
            ? count
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Must be a whole number from {min:N0} to {max:N0}."));
}
