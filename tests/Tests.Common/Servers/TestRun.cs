namespace StorePush.Tests.Common.Servers;

/// <summary>Marks the containers of one run of the tests, so that what a crash leaves behind can be told from others' containers.</summary>
internal static class TestRun
{
    public const string Label = "storepush.run";

    public static string Id { get; } = Environment.GetEnvironmentVariable("STOREPUSH_TEST_RUN") ?? "none";
}
