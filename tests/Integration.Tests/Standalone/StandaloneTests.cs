using System.Text.RegularExpressions;
using StorePush.Hosting.Authentication;
using StorePush.Integration.Tests.Deployments;

namespace StorePush.Integration.Tests.Standalone;

/// <summary>Standalone as the README starts it: a real process, no broker, no database server.</summary>
public sealed partial class StandaloneTests : IDisposable
{
    private static readonly (string, string) Key = ("Auth__SigningKey", TestToken.SigningKey);

    /// <summary>The base64 of <c>{"</c>, with which each token begins.</summary>
    private const string TokenStart = "eyJ";

    private readonly string _directory = Directory.CreateTempSubdirectory("storepush-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task An_order_rings_with_the_tokens_that_are_printed()
    {
        await using var standalone = await ServiceProcess.StartAsync("Standalone", _directory);
        await Bounded.UntilAsync(() => Task.FromResult(PlatformToken().IsMatch(standalone.Output)));
        using var platform = new Platform(standalone.Url, PlatformToken().Match(standalone.Output).Groups[1].Value);
        var deviceToken = DeviceToken().Match(standalone.Output).Groups[1].Value;
        await using var terminal = await Terminal.ConnectAsync(standalone.Url, "S1", "till-1", deviceToken);

        var id = await platform.PlaceAsync("S1", "1001", """{"dish":"麻婆豆腐"}""");

        await terminal.ExpectMessageAsync(id);
        await terminal.AcknowledgeAsync(id);
        await platform.UntilAsync(id, "delivered");
    }

    [Fact]
    public async Task No_token_of_a_key_that_was_given_is_printed()
    {
        await using var standalone = await ServiceProcess.StartAsync("Standalone", _directory, Key);

        await standalone.StopAsync();

        standalone.Output.ShouldContain("Application is shutting down...");
        standalone.Output.ShouldNotContain(TokenStart);
    }

    [Fact]
    public async Task What_was_accepted_survives_a_kill()
    {
        Guid acknowledged;
        Guid pending;
        var token = new TestToken
        {
            Now = TimeProvider.System.GetUtcNow(),
            Scope = $"{Scopes.OrdersWrite} {Scopes.MessagesRead} {Scopes.DevicesWrite}",
        }.Sign();
        await using (var standalone = await ServiceProcess.StartAsync("Standalone", _directory, Key))
        {
            using var platform = new Platform(standalone.Url, token);
            await using var terminal = await Terminal.ConnectAsync(
                standalone.Url, "S1", "till-1", await platform.IssueTokenAsync("S1", "till-1"));
            acknowledged = await platform.PlaceAsync("S1", "1");
            await terminal.ExpectMessageAsync(acknowledged);
            await terminal.AcknowledgeAsync(acknowledged);
            pending = await platform.PlaceAsync("S1", "2");

            await standalone.KillAsync();
        }

        await using var again = await ServiceProcess.StartAsync("Standalone", _directory, Key);

        using var platformAgain = new Platform(again.Url, token);
        (await platformAgain.GetMessageAsync(acknowledged)).GetProperty("status").GetString().ShouldBe("delivered");
        await using var terminalAgain = await Terminal.ConnectAsync(
            again.Url, "S1", "till-1", await platformAgain.IssueTokenAsync("S1", "till-1"));
        await terminalAgain.ExpectMessageAsync(pending);
        await terminalAgain.ExpectNothingAsync();
    }

    [GeneratedRegex("Bearer (\\S+)'")]
    private static partial Regex PlatformToken();

    [GeneratedRegex("access_token=(\\S+)'")]
    private static partial Regex DeviceToken();
}
