using System.Text.Json;

namespace StorePush.Cli.Tests.Terminals;

public sealed class PosTests(StandaloneFixture storePush)
{
    [Fact]
    public async Task It_rings_and_acknowledges_and_ends_gracefully()
    {
        var waiting = await storePush.Platform.PlaceAsync("pos-1", "1000");
        await storePush.Platform.UntilAsync(waiting, "pending");
        await using var pos = ToolProcess.Start(storePush.Url, "pos", "--store", "pos-1", "--device", "till-1");
        await pos.LineAsync("connected");
        // It has been sent what waited, which would count as a push of a message placed meanwhile.
        (await pos.LineAsync("acknowledged")).ShouldContain($"{waiting}");

        var id = await storePush.Platform.PlaceAsync("pos-1", "1001");

        (await pos.LineAsync("ring")).ShouldContain($"meituan 1001  order.placed  push 1  {id}");
        (await pos.LineAsync("acknowledged")).ShouldContain($"{id}");
        await storePush.Platform.UntilAsync(id, "delivered");
        await pos.TerminateAsync();
        (await pos.EndAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Ctrl_C_is_how_it_ends_even_if_it_comes_twice_at_once()
    {
        await using var pos = ToolProcess.Start(storePush.Url, "pos", "--store", "pos-6", "--device", "till-1");
        await pos.LineAsync("connected");

        await Task.WhenAll(pos.InterruptAsync(), pos.InterruptAsync());

        (await pos.EndAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_nobody_can_read_any_more_is_not_acknowledged()
    {
        await using var pos = ToolProcess.StartPiped(
            storePush.Url, "sed '/\"connected\"/q'", "pos", "--store", "pos-7", "--device", "till-1", "--json");
        await pos.ErrorAsync("closed");

        var id = await storePush.Platform.PlaceAsync("pos-7", "1");

        await pos.ErrorAsync("exit 1");
        (await storePush.Platform.GetMessageAsync(id)).GetProperty("status").GetString().ShouldBe("pending");
    }

    [Fact]
    public async Task It_holds_acknowledgements_until_it_is_told()
    {
        await using var pos = ToolProcess.Start(storePush.Url, "pos", "--store", "pos-2", "--device", "till-1", "--hold");
        var first = await storePush.Platform.PlaceAsync("pos-2", "1");
        await pos.LineAsync($"{first}");
        var second = await storePush.Platform.PlaceAsync("pos-2", "2");
        await pos.LineAsync($"{second}");
        (await storePush.Platform.GetMessageAsync(first)).GetProperty("status").GetString().ShouldBe("pending");

        await pos.PressAsync("a");
        (await pos.LineAsync("acknowledged")).ShouldContain($"{first}");
        (await storePush.Platform.GetMessageAsync(second)).GetProperty("status").GetString().ShouldBe("pending");

        await pos.PressAsync("h");
        await pos.LineAsync("off");
        (await pos.LineAsync("acknowledged")).ShouldContain($"{second}");
        await pos.PressAsync("q");
        (await pos.EndAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task It_says_who_has_settled_a_message()
    {
        await using var holding = ToolProcess.Start(storePush.Url, "pos", "--store", "pos-3", "--device", "till-1", "--hold", "--json");
        await storePush.Platform.PlaceAsync("pos-3", "1");
        await holding.LineAsync("\"ring\"");

        await using var other = ToolProcess.Start(storePush.Url, "pos", "--store", "pos-3", "--device", "till-2");

        var settled = JsonDocument.Parse(await holding.LineAsync("\"settled\"")).RootElement;
        settled.GetProperty("by").GetString().ShouldBe("till-2");
        settled.GetProperty("state").GetString().ShouldBe("delivered");
        settled.GetProperty("orderId").GetString().ShouldBe("1");
    }

    [Fact]
    public async Task It_ends_when_the_server_does_not_want_it()
    {
        await using var first = ToolProcess.Start(storePush.Url, "pos", "--store", "pos-4", "--device", "till-1");
        await first.LineAsync("connected");

        await using var second = ToolProcess.Start(storePush.Url, "pos", "--store", "pos-4", "--device", "till-1");
        await second.LineAsync("connected");

        (await first.EndAsync()).ShouldBe(1);
        first.Error.ShouldContain("4409");
    }

    [Fact]
    public async Task A_token_that_may_issue_others_is_enough()
    {
        var caller = (await storePush.RunAsync("token", "--scope", "devices:write")).Out.Trim();
        await using var pos = ToolProcess.Start(storePush.Url, "pos", "--store", "pos-5", "--device", "till-1", "--token", caller);
        await pos.LineAsync("connected");
    }
}
