using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace StorePush.Delivery.Persistence.Sqlite;

/// <summary>Keeps a time as milliseconds since 1970.</summary>
internal sealed class UnixMillisecondsConverter() : ValueConverter<DateTimeOffset, long>(
    time => time.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
