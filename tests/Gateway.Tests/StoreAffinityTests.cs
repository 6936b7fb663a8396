namespace StorePush.Gateway.Tests;

public sealed class StoreAffinityTests : IAsyncLifetime
{
    // A prime number, so that going round in turn would not pass for affinity.
    private static readonly string[] Stores = [.. Enumerable.Range(0, 61).Select(index => $"store-{index}")];

    private Upstream[] _edges = null!;
    private GatewayProcess _gateway = null!;

    private string EdgeUrls => string.Join(',', _edges.Select(edge => edge.Url));

    public async ValueTask InitializeAsync()
    {
        _edges = [await Upstream.StartAsync(), await Upstream.StartAsync(), await Upstream.StartAsync()];
        _gateway = await GatewayProcess.StartAsync($"--Gateway:Edge={EdgeUrls}");
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        foreach (var edge in _edges)
            await edge.DisposeAsync();
    }

    [Fact]
    public async Task All_devices_of_a_store_meet_at_one_edge_through_any_gateway()
    {
        await using var other = await GatewayProcess.StartAsync(
            $"--Gateway:Edge={string.Join(',', _edges.Reverse().Select(edge => edge.Url))}");

        var here = await WhereAsync(_gateway);
        var again = await WhereAsync(_gateway);
        var there = await WhereAsync(other);

        again.ShouldBe(here);
        there.ShouldBe(here);
        here.Values.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task When_an_edge_dies_only_its_stores_move_and_they_come_back_with_it()
    {
        var before = await WhereAsync(_gateway);
        var victim = _edges[0];

        await victim.GoAwayAsync();
        var during = await WhereAsync(_gateway);
        await victim.ComeBackAsync();
        await Bounded.UntilAsync(async () => (await WhereAsync(_gateway)).ContainsValue(victim.Url));
        var after = await WhereAsync(_gateway);

        during.Values.ShouldNotContain(victim.Url);
        during.Where(each => before[each.Key] != victim.Url).ShouldAllBe(each => before[each.Key] == each.Value);
        after.ShouldBe(before);
    }

    [Fact]
    public async Task When_an_edge_drains_new_sockets_of_its_stores_go_to_another()
    {
        var before = await WhereAsync(_gateway);
        var victim = _edges[1];

        victim.IsReady = false;
        await Bounded.UntilAsync(async () => !(await WhereAsync(_gateway)).ContainsValue(victim.Url));
        var during = await WhereAsync(_gateway);

        during.Where(each => before[each.Key] != victim.Url).ShouldAllBe(each => before[each.Key] == each.Value);
    }

    private static async Task<Dictionary<string, string>> WhereAsync(GatewayProcess gateway)
    {
        var where = new Dictionary<string, string>();
        foreach (var store in Stores)
        {
            using var response = await gateway.GetAsync($"/v1/stores/{store}/devices/d/socket");
            where[store] = await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }

        return where;
    }
}
