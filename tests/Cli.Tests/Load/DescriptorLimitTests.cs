using StorePush.Cli.Load;
using StorePush.Cli.Load.Devices;
using StorePush.Cli.Load.Scenarios;

namespace StorePush.Cli.Tests.Load;

public sealed class DescriptorLimitTests
{
    private static readonly LoadOptions Options = new() { Stores = 400, Devices = 2 };

    [Fact]
    public void The_soft_limit_is_read()
    {
        const string Limits =
            """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             15000                15000                processes
            Max open files            600                  1048576              files

            """;

        DescriptorLimit.Read(Limits).ShouldBe(600);
    }

    [Theory]
    [InlineData("Max open files            unlimited            unlimited            files")]
    [InlineData("Max processes             15000                15000                processes")]
    [InlineData("Max open files")]
    [InlineData("")]
    public void No_limit_is_none(string limits) => DescriptorLimit.Read(limits).ShouldBeNull();

    [Fact]
    public void A_load_that_takes_more_does_not_begin_and_says_what_to_change()
    {
        var message = Should.Throw<CommandException>(() => DescriptorLimit.Check(Options, 1_311)).Message;

        foreach (var part in new[] { "1312", "1311", "ulimit -n", "--stores", "--devices" })
            message.ShouldContain(part);
    }

    [Fact]
    public void Devices_that_do_not_read_count_too() =>
        Should.Throw<CommandException>(() => DescriptorLimit.Check(Options with { Scenario = ScenarioNames.Slow }, 1_711));

    [Fact]
    public void A_load_that_takes_just_the_limit_or_knows_none_begins()
    {
        DescriptorLimit.Check(Options, 1_312);
        DescriptorLimit.Check(Options with { Scenario = ScenarioNames.Slow, SlowDevices = 1 }, 1_313);
        DescriptorLimit.Check(Options, null);
    }
}
