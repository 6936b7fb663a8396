using Microsoft.IdentityModel.JsonWebTokens;

namespace StorePush.Cli.Tests.Tokens;

public sealed class TokenTests(StandaloneFixture storePush)
{
    [Fact]
    public async Task A_device_token_is_signed_with_the_key()
    {
        var token = new JsonWebToken((await storePush.RunAsync("token", "--store", "S1", "--device", "till-1")).ShouldBe(0).Out.Trim());

        token.Subject.ShouldBe("till-1");
        token.GetPayloadValue<string>("scope").ShouldBe("device");
        token.GetPayloadValue<string>("store_id").ShouldBe("S1");
    }

    [Fact]
    public async Task A_device_token_comes_from_the_api_where_there_is_no_key()
    {
        var caller = (await storePush.RunAsync("token", "--scope", "devices:write", "--store", "tokens-1")).ShouldBe(0).Out.Trim();

        var issued = await storePush.RunAsync(
            "token", "--store", "tokens-1", "--device", "till-9", "--expires", "1h", "--token", caller, "--json");

        var token = issued.ShouldBe(0).Json;
        new JsonWebToken(token.GetProperty("token").GetString()).Subject.ShouldBe("till-9");
        (token.GetProperty("expiresAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow()).ShouldBeLessThan(TimeSpan.FromHours(1.1));
    }

    [Fact]
    public async Task A_callers_token_opens_what_its_scope_says()
    {
        var token = (await storePush.RunAsync("token", "--scope", "orders:write", "--subject", "me")).ShouldBe(0).Out.Trim();
        new JsonWebToken(token).Subject.ShouldBe("me");

        (await storePush.RunAsync("place", "--store", "tokens-2", "--token", token)).ShouldBe(0);
        var refused = await storePush.RunAsync("status", "--store", "tokens-2", "--token", token);
        refused.ShouldBe(1).Error.ShouldContain("403 Forbidden");
        refused.Error.ShouldContain("messages:read");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("token", "--help")]
    [InlineData("place", "--store", "tokens-3")]
    [InlineData("status", "--store", "tokens-3")]
    [InlineData("place", "--store", "tokens-3", "--platform", "nobody")]
    public async Task Nothing_else_prints_a_secret(params string[] args)
    {
        var result = await storePush.RunAsync(args);

        (result.Out + result.Error).ShouldNotContain(TestToken.SigningKey);
        (result.Out + result.Error).ShouldNotContain("eyJ");
    }
}
