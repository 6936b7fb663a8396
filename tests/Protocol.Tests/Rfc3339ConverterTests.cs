using System.Globalization;
using System.Text.Json;

namespace StorePush.Protocol.Tests;

public sealed class Rfc3339ConverterTests
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new Rfc3339Converter() } };

    [Theory]
    [InlineData("2026-11-23T08:15:30.123Z", "2026-11-23T08:15:30.123Z")]
    [InlineData("2026-11-23T16:15:30.123+08:00", "2026-11-23T08:15:30.123Z")]
    [InlineData("2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00.000Z")]
    [InlineData("2026-11-23T08:15:30Z", "2026-11-23T08:15:30.000Z")]
    [InlineData("2026-11-23T08:15:30.1239999Z", "2026-11-23T08:15:30.123Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z")]
    [InlineData("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z")]
    public void Any_time_is_written_in_utc_with_milliseconds(string time, string written)
    {
        var read = JsonSerializer.Deserialize<DateTimeOffset>($"\"{time}\"", Json);

        read.Offset.ShouldBe(TimeSpan.Zero);
        read.ShouldBe(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture));
        JsonSerializer.Serialize(read, Json).ShouldBe($"\"{written}\"");
        Rfc3339Converter.ToText(read).ShouldBe(written);
    }

    [Theory]
    [InlineData("\"yesterday\"")]
    [InlineData("\"23.11.2026\"")]
    [InlineData("\"2026-11-23 08:15:30Z\"")]
    [InlineData("\"2026-13-01T00:00:00Z\"")]
    public void What_is_no_time_is_refused(string text) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<DateTimeOffset>(text, Json));
}
