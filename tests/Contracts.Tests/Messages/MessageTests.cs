using System.Reflection;

namespace StorePush.Contracts.Tests.Messages;

public sealed class MessageTests
{
    public static TheoryData<string> Names => [.. Samples.All.Select(sample => sample.Name)];

    private static IEnumerable<string> Contracts =>
        typeof(OrderPlaced).Assembly.GetExportedTypes()
            .Where(type => type != typeof(RawJson) && type != typeof(RawJsonConverter) && type != typeof(MessageIds))
            .Select(type => type.Name);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_is_written_as_it_always_was(string name) =>
        GoldenFile.ShouldHold($"{name}.json", Envelope.WhatIsPinned(Find(name).Write()));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_is_read_as_it_was_written(string name)
    {
        var sample = Find(name);

        Envelope.WhatIsPinned(sample.WriteWhatWasRead()).ShouldBe(Envelope.WhatIsPinned(sample.Write()));
    }

    [Fact]
    public void Every_contract_has_a_golden_file_and_every_golden_file_a_contract()
    {
        Samples.All.Select(sample => sample.Name).ShouldBe(GoldenFile.Names(".json"), ignoreOrder: true);
        Samples.All.Select(sample => sample.Type.Name).Distinct().ShouldBe(Contracts, ignoreOrder: true);
    }

    [Fact]
    public void Every_contract_has_a_sample_with_all_of_its_fields()
    {
        var full = Samples.All.Where(sample => sample.Name == sample.Type.Name).ToList();

        full.Select(sample => sample.Name).ShouldBe(Contracts, ignoreOrder: true);
        foreach (var sample in full)
            EmptyFields(sample).ShouldBeEmpty($"of {sample.Name}");
    }

    [Fact]
    public void Contracts_are_sealed_records_without_a_base_and_can_not_be_changed()
    {
        foreach (var type in Samples.All.Select(sample => sample.Type).Distinct())
        {
            type.IsSealed.ShouldBeTrue(type.Name);
            type.BaseType.ShouldBe(typeof(object), type.Name);
            type.GetMethod("<Clone>$").ShouldNotBeNull(type.Name);
            type.GetProperties().ShouldAllBe(property => IsInitOnly(property), type.Name);
        }
    }

    private static Sample Find(string name) => Samples.All.Single(sample => sample.Name == name);

    private static IEnumerable<string> EmptyFields(Sample sample) =>
        from property in sample.Type.GetProperties()
        let value = property.GetValue(sample.Message)
        where value is null or "" or 0 or false || (value is Guid id && id == Guid.Empty) || (value is DateTimeOffset at && at == default)
        select property.Name;

    private static bool IsInitOnly(PropertyInfo property) =>
        property.SetMethod is { } setter
        && setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));
}
