using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using StorePush.Contracts.Tests.Processes;
using StorePush.Delivery;
using StorePush.Edge;
using StorePush.Gateway;
using StorePush.Hosting;
using StorePush.Ingest;

namespace StorePush.Contracts.Tests.Configuration;

/// <summary>Operators write these keys into their deployments, and rely on the defaults of those that they leave out.</summary>
public sealed class OptionsTests
{
    private static readonly Assembly[] Assemblies =
    [
        typeof(ServiceHost).Assembly,
        typeof(IngestModule).Assembly,
        typeof(DeliveryModule).Assembly,
        typeof(EdgeModule).Assembly,
        typeof(GatewayModule).Assembly,
    ];

    private static IEnumerable<(string Section, Type Type)> Options =>
        from assembly in Assemblies
        from type in assembly.GetTypes()
        let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)
        where type.Name.EndsWith("Options", StringComparison.Ordinal) && section is { IsLiteral: true }
        select ((string)section.GetRawConstantValue()!, type);

    [Theory]
    [InlineData("", 20, 50, true)]
    [InlineData(";MaxPoolSize=7;Max Auto Prepare=0;No Reset On Close=false", 7, 0, false)]
    public async Task A_Delivery_shares_the_database_prepares_statements_and_clears_no_session_unless_it_is_told_otherwise(
        string given, int connections, int statements, bool isUncleared)
    {
        await using var delivery = Process.Of(nameof(Delivery), _ => { }, $"--Database:ConnectionString=Host=127.0.0.1;Port=1{given}");

        var connection = new NpgsqlConnectionStringBuilder(delivery.Services.GetRequiredService<NpgsqlDataSource>().ConnectionString);
        connection.MaxPoolSize.ShouldBe(connections);
        connection.MaxAutoPrepare.ShouldBe(statements);
        connection.NoResetOnClose.ShouldBe(isUncleared);
    }

    [Theory]
    [InlineData("10,20,40")]
    [InlineData("00:00:10,01:00:01")]
    [InlineData("00:00:00")]
    [InlineData("")]
    public void Waits_between_pushes_that_nobody_can_mean_stop_the_start(string waits) =>
        Should.Throw<OptionsValidationException>(() => Process.Of(nameof(Delivery), _ => { }, $"--Delivery:PushIntervals={waits}"))
            .Message.ShouldContain("Delivery__PushIntervals");

    [Fact]
    public void The_keys_and_their_defaults_are_what_they_always_were() =>
        GoldenFile.ShouldHold("options.txt", string.Concat(Options.SelectMany(Lines).Order(StringComparer.Ordinal)));

    [Fact]
    public void Every_section_has_one_class() => Options.Select(each => each.Section).ShouldBeUnique();

    [Fact]
    public void The_table_of_the_README_has_every_key_once_and_no_other()
    {
        var keys = OptionsTable.Rows().Select(row => row.Key).ToArray();

        keys.ShouldBeUnique();
        keys.ShouldBe(Defaults().Keys, ignoreOrder: true);
    }

    [Fact]
    public void The_table_of_the_README_has_the_defaults_of_the_code()
    {
        var defaults = Defaults();

        foreach (var (key, value) in OptionsTable.Rows().Where(row => row.Default.Length > 0))
            Same(value, defaults[key]).ShouldBeTrue($"{key}: the README says {value}, the code {defaults[key]}");
    }

    /// <summary>Spans and addresses may be written shorter than they are.</summary>
    private static bool Same(string written, object? actual) => actual switch
    {
        TimeSpan span => TimeSpan.Parse(written, CultureInfo.InvariantCulture) == span,
        string text => text == written || text.EndsWith($":{written}", StringComparison.Ordinal),
        _ => Text(actual) == written,
    };

    private static Dictionary<string, object?> Defaults() => Options
        .SelectMany(options => options.Type.GetProperties()
            .Where(property => property.CanWrite)
            .Select(property => ($"{options.Section}__{property.Name}", property.GetValue(Activator.CreateInstance(options.Type)))))
        .ToDictionary();

    private static IEnumerable<string> Lines((string Section, Type Type) options)
    {
        var defaults = Activator.CreateInstance(options.Type);
        return options.Type.GetProperties().Where(property => property.CanWrite).Select(property =>
            $"{options.Section}__{property.Name} = {Text(property.GetValue(defaults))}\n");
    }

    private static string Text(object? value) => value switch
    {
        null => "none",
        "" => "empty",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
