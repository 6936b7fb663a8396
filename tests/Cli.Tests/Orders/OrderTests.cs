namespace StorePush.Cli.Tests.Orders;

public sealed class OrderTests(StandaloneFixture storePush)
{
    [Fact]
    public async Task An_order_is_placed_seen_and_cancelled()
    {
        (await storePush.RunAsync("place", "--store", "orders-1", "--order-id", "1001", "--platform", "ebai", "--ttl", "5m")).ShouldBe(0)
            .Out.ShouldContain("ebai 1001 for orders-1: accepted");
        (await storePush.RunAsync("cancel", "--store", "orders-1", "--order-id", "1001", "--platform", "ebai", "--reason", "no time"))
            .ShouldBe(0).Out.ShouldContain("cancellation of ebai 1001 for orders-1: accepted");

        await Bounded.UntilAsync(async () =>
        {
            var listed = (await storePush.RunAsync("status", "--store", "orders-1", "--status", "pending")).ShouldBe(0);
            return listed.Lines.Count == 3
                && listed.Lines[0].StartsWith("MESSAGE", StringComparison.Ordinal)
                && listed.Lines[1].Contains("order.cancelled", StringComparison.Ordinal)
                && listed.Lines[2].Contains("order.placed", StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_placed_order_is_found_by_its_message_id()
    {
        var placed = (await storePush.RunAsync("place", "--store", "orders-2", "--order-id", "7", "--json")).ShouldBe(0).Json;
        var id = placed.GetProperty("messageId").GetString()!;

        var status = await storePush.RunAsync("status", id, "--json");
        status.ShouldBe(0).Json.GetProperty("orderId").GetString().ShouldBe("7");
        status.Json.GetProperty("status").GetString().ShouldBe("pending");
    }

    [Fact]
    public async Task Many_orders_have_ids_of_their_own()
    {
        var placed = (await storePush.RunAsync("place", "--store", "orders-3", "--order-id", "n", "--count", "3", "--json")).ShouldBe(0);
        placed.Lines.ShouldBeUnique();

        var listed = await storePush.RunAsync("status", "--store", "orders-3", "--limit", "2", "--json");
        listed.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("orderId").GetString())
            .ShouldBeSubsetOf(["n-1", "n-2", "n-3"]);
        listed.Json.GetProperty("items").GetArrayLength().ShouldBe(2);
        listed.Json.GetProperty("nextCursor").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Waiting_ends_when_the_order_is_settled()
    {
        await using var pos = ToolProcess.Start(storePush.Url, "pos", "--store", "orders-4", "--device", "till-1");
        await pos.LineAsync("connected");

        (await storePush.RunAsync("place", "--store", "orders-4", "--wait")).ShouldBe(0).Out.ShouldContain("delivered to till-1");

        // Not before: a device is listed when its connection is recorded, a moment after it is greeted.
        (await storePush.RunAsync("status", "--store", "orders-4", "--devices")).ShouldBe(0).Out.ShouldContain("till-1");
    }

    [Fact]
    public async Task Waiting_fails_when_the_order_expires() =>
        (await storePush.RunAsync("place", "--store", "orders-5", "--ttl", "1s", "--wait")).ShouldBe(1).Out.ShouldContain("expired");

    [Fact]
    public async Task An_order_comes_from_a_file_unchanged()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """{"dish":"麻婆豆腐","price":12.50}""", TestContext.Current.CancellationToken);
        (await storePush.RunAsync("place", "--store", "orders-6", "--order-file", file)).ShouldBe(0);
        File.Delete(file);

        await using var pos = ToolProcess.Start(storePush.Url, "pos", "--store", "orders-6", "--device", "till-1");
        (await pos.LineAsync("ring")).ShouldContain("""{"dish":"麻婆豆腐","price":12.50}""");
    }
}
