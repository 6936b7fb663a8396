using Microsoft.EntityFrameworkCore;
using Shouldly;
using StorePush.Sagas.EntityFrameworkCore.Rows;
using StorePush.Sagas.EntityFrameworkCore.Rows.Postgres;
using StorePush.Tests.Common.Servers;
using Xunit;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Rows;

/// <summary>Columns travel as arrays of their type, which each type must bear, with its facets and its nulls.</summary>
public sealed class PostgresTypesTests(PostgresServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Values_of_every_usual_type_come_back_as_they_were_written()
    {
        await using var database = await server.CreateDatabaseAsync(Cancellation);
        await using var context = new SamplesContext(database.ConnectionString);
        await context.Database.EnsureCreatedAsync(Cancellation);
        Sample[] samples = [new() { Id = 1 }, Full(2)];

        await new PostgresRowWriter().InsertMissingAsync(context, samples, Cancellation);

        (await context.Set<Sample>().AsNoTracking().OrderBy(sample => sample.Id).ToArrayAsync(Cancellation))
            .ShouldBeEquivalentTo(samples);
    }

    [Fact]
    public async Task An_array_is_refused_by_name()
    {
        await using var database = await server.CreateDatabaseAsync(Cancellation);
        await using var context = new SamplesContext(database.ConnectionString);

        var exception = await Should.ThrowAsync<RowMappingException>(() =>
            new PostgresRowWriter().InsertMissingAsync(context, [new Tagged()], Cancellation));

        exception.Message.ShouldBe("Tagged can't be written row by row: its column for Tags is an array.");
    }

    private static Sample Full(int id) => new()
    {
        Id = id,
        Flag = true,
        Small = -3,
        Large = long.MaxValue,
        Ratio = 0.1,
        Price = 12.34m,
        Day = new DateOnly(2026, 11, 23),
        Duration = TimeSpan.FromMinutes(90),
        At = new DateTimeOffset(2026, 11, 23, 1, 2, 3, 456, TimeSpan.Zero),
        Json = """{"a": 1}""",
        Short = "abc",
        Bytes = [],
        Other = Guid.CreateVersion7(),
        Weekday = DayOfWeek.Monday,
    };

    private sealed class SamplesContext(string connectionString) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseNpgsql(connectionString);

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Tagged>();
            modelBuilder.Entity<Sample>(sample =>
            {
                sample.Property(s => s.Price).HasPrecision(10, 2);
                sample.Property(s => s.At).HasPrecision(3);
                sample.Property(s => s.Json).HasColumnType("jsonb");
                sample.Property(s => s.Short).HasColumnType("char(3)");
            });
        }
    }

    private sealed class Tagged
    {
        public int Id { get; set; }

        public string[] Tags { get; set; } = [];
    }

    private sealed class Sample
    {
        public int Id { get; set; }

        public bool? Flag { get; set; }

        public short? Small { get; set; }

        public long? Large { get; set; }

        public double? Ratio { get; set; }

        public decimal? Price { get; set; }

        public DateOnly? Day { get; set; }

        public TimeSpan? Duration { get; set; }

        public DateTimeOffset? At { get; set; }

        public string? Json { get; set; }

        public string? Short { get; set; }

        public byte[]? Bytes { get; set; }

        public Guid? Other { get; set; }

        public DayOfWeek? Weekday { get; set; }
    }
}
