using System.Net;

namespace StorePush.Pos.Tests.Connections;

public sealed class TokenTests : PosClientTest
{
    [Fact]
    public async Task A_token_is_kept_as_long_as_the_server_takes_it()
    {
        var first = await ConnectAsync();
        await first.CloseAsync(1001);

        (await NextAttemptAsync()).Authorization.ShouldBe("Bearer token-1");
    }

    [Fact]
    public async Task A_token_that_expired_on_the_connection_is_replaced()
    {
        var first = await ConnectAsync();
        await first.CloseAsync(4401);

        (await NextAttemptAsync()).Authorization.ShouldBe("Bearer token-2");
    }

    [Fact]
    public async Task A_token_that_is_refused_is_replaced()
    {
        Start();
        (await Server.NextAsync()).Refuse(HttpStatusCode.Unauthorized);

        (await NextAttemptAsync()).Authorization.ShouldBe("Bearer token-2");
    }

    [Fact]
    public async Task A_token_that_can_not_be_had_is_asked_for_again()
    {
        StartWith(() => throw new HttpRequestException("the issuer is away"));

        (await NextAttemptAsync("Could not connect: the issuer is away")).Authorization.ShouldBe("Bearer at last");
    }

    [Fact]
    public async Task A_token_that_comes_too_late_is_asked_for_again()
    {
        StartWith(() => throw new TaskCanceledException("the issuer's own timeout"));

        (await NextAttemptAsync("Could not connect: the issuer's own timeout")).Authorization.ShouldBe("Bearer at last");
    }

    [Fact]
    public async Task A_token_that_never_comes_is_asked_for_again()
    {
        StartWith(() => new ValueTask<string>(new TaskCompletionSource<string>().Task));

        await UntilAskedAgainAsync();
    }

    [Fact]
    public async Task A_provider_that_blocks_its_thread_is_asked_again()
    {
        using var never = new ManualResetEventSlim();
        StartWith(() =>
        {
            never.Wait(TestContext.Current.CancellationToken);
            return ValueTask.FromResult("too late");
        });

        await UntilAskedAgainAsync();

        never.Set();
    }

    [Fact]
    public async Task A_token_that_can_not_be_sent_is_replaced()
    {
        StartWith(() => ValueTask.FromResult("two\nlines"));

        (await NextAttemptAsync()).Authorization.ShouldBe("Bearer at last");
        Log.All.ShouldAllBe(line => !line.Contains("lines"));
    }

    [Fact]
    public async Task The_token_is_never_logged()
    {
        var side = await ConnectAsync();
        await side.CloseAsync(4401);
        await NextAttemptAsync();

        Log.All.ShouldNotBeEmpty();
        Log.All.ShouldAllBe(line => !line.Contains("token-"));
    }

    /// <summary>Starts with a provider that does something else when it is asked for the first time.</summary>
    private void StartWith(Func<ValueTask<string>> first)
    {
        var asked = 0;
        Start(options => options.TokenProvider = _ => Interlocked.Increment(ref asked) == 1 ? first() : ValueTask.FromResult("at last"));
    }

    private async Task UntilAskedAgainAsync()
    {
        var next = NextAttemptAsync("No token within 10 s.");
        await UntilAsync(next);
        (await next).Authorization.ShouldBe("Bearer at last");
    }
}
