using MassTransit;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using StorePush.Sagas.EntityFrameworkCore.Rows;
using Xunit;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Rows;

/// <summary>What can't be written row by row is refused, and the reason names the type and the culprit.</summary>
public sealed class RowMapTests
{
    public static TheoryData<string, Action<ModelBuilder>> Unsupported => new()
    {
        { "the model does not contain it", model => model.Entity<Detail>() },
        { "it is not mapped to a table", model => model.Entity<Thing>(Keep).Entity<Thing>().ToView("things") },
        { "it has no primary key", model => model.Entity<Thing>(Keep).Entity<Thing>().HasNoKey() },
        { "it is part of an inheritance hierarchy", model => model.Entity<Thing>(Keep).Entity<SpecialThing>() },
        { "its property Detail is an owned type", model => model.Entity<Thing>().OwnsOne(thing => thing.Detail) },
        { "its property Detail is an owned type", model => model.Entity<Thing>().OwnsOne(thing => thing.Detail, d => d.ToJson()) },
        { "its property Detail is a complex type", model => model.Entity<Thing>().ComplexProperty(thing => thing.Detail) },
        { "its column for Hidden has no property in the class", model => model.Entity<Thing>(Keep).Entity<Thing>().Property<int>("Hidden") },
        {
            "it is split over more than one table",
            model => model.Entity<Thing>(Keep).Entity<Thing>().SplitToTable("more", table => table.Property(thing => thing.Name))
        },
        {
            "it shares its table with another entity type",
            model => model.Entity<Thing>(thing =>
            {
                thing.ToTable("things");
                thing.HasOne(t => t.Detail).WithOne().HasForeignKey<Detail>(d => d.Id);
                model.Entity<Detail>().ToTable("things");
            })
        },
    };

    [Theory]
    [MemberData(nameof(Unsupported), DisableDiscoveryEnumeration = true)]
    public void A_mapping_that_is_not_supported_is_named(string problem, Action<ModelBuilder> model)
    {
        using var context = new AdHocContext(model);

        var exception = Should.Throw<RowMappingException>(() => RowMap<Thing>.Of(context));

        exception.Message.ShouldBe($"Thing can't be written row by row: {problem}.");
    }

    [Fact]
    public void A_version_that_is_not_a_plain_int_is_named()
    {
        using var context = new AdHocContext(model =>
            model.Entity<VersionedThing>(thing =>
            {
                thing.HasKey(t => t.CorrelationId);
                thing.Property(t => t.Version).HasConversion<string>();
            }));

        Should.Throw<RowMappingException>(() => RowMap<VersionedThing>.Of(context))
            .Message.ShouldContain("its Version must be stored as a plain int");
    }

    [Fact]
    public void Computed_columns_are_left_to_the_database()
    {
        using var context = new AdHocContext(model =>
            model.Entity<Thing>(Keep).Entity<Thing>().Property(thing => thing.Name).HasComputedColumnSql("'x'"));

        RowMap<Thing>.Of(context).Columns.Select(column => column.PropertyName).ShouldBe([nameof(Thing.Id), nameof(Thing.Remark)]);
    }

    [Fact]
    public void A_map_is_made_once_per_model()
    {
        using var context = new AdHocContext(model => model.Entity<Thing>(Keep));

        RowMap<Thing>.Of(context).ShouldBeSameAs(RowMap<Thing>.Of(context));
    }

    private static void Keep(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<Thing> thing) =>
        thing.Ignore(t => t.Detail);

    public class Thing
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";

        public string Remark { get; set; } = "";

        public Detail Detail { get; set; } = new();
    }

    public sealed class SpecialThing : Thing;

    public sealed class Detail
    {
        public int Id { get; set; }

        public string Text { get; set; } = "";
    }

    public sealed class VersionedThing : ISagaVersion
    {
        public Guid CorrelationId { get; set; }

        public int Version { get; set; }
    }
}
