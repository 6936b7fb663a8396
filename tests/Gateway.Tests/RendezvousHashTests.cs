using StorePush.Gateway.LoadBalancing;

namespace StorePush.Gateway.Tests;

public sealed class RendezvousHashTests
{
    private const int Stores = 30_000;

    private static readonly string[] Edges = ["http://10.0.0.1:8083/", "http://10.0.0.2:8083/", "http://10.0.0.3:8083/"];

    [Fact]
    public void A_score_is_the_same_in_every_process_and_version()
    {
        RendezvousHash.Score("store-1", "http://10.0.0.1:8083/").ShouldBe(15634690344516356197UL);
        RendezvousHash.Score("store-2", "http://10.0.0.1:8083/").ShouldNotBe(RendezvousHash.Score("store-1", "http://10.0.0.1:8083/"));
    }

    [Theory]
    [InlineData("store-{0}")]
    [InlineData("{0:D8}")]
    [InlineData("{0}")]
    public void Stores_spread_evenly_over_the_edges(string name)
    {
        var counts = AllStores(name).CountBy(store => Best(store, Edges)).Select(each => each.Value).ToArray();

        counts.Length.ShouldBe(Edges.Length);
        counts.ShouldAllBe(count => count > Stores / Edges.Length * 0.95 && count < Stores / Edges.Length * 1.05);
    }

    [Fact]
    public void Removing_an_edge_moves_its_stores_only_and_spreads_them()
    {
        var left = Edges[..2];
        var moved = AllStores("store-{0}").Where(store => Best(store, Edges) != Best(store, left)).ToArray();

        moved.ShouldAllBe(store => Best(store, Edges) == Edges[2]);
        moved.Length.ShouldBe(AllStores("store-{0}").Count(store => Best(store, Edges) == Edges[2]));
        moved.Count(store => Best(store, left) == left[0]).ShouldBeInRange((int)(moved.Length * 0.45), (int)(moved.Length * 0.55));
    }

    [Fact]
    public void The_order_in_which_edges_are_known_does_not_matter() =>
        AllStores("store-{0}").ShouldAllBe(store => Best(store, Edges) == Best(store, Edges.Reverse()));

    private static IEnumerable<string> AllStores(string name) =>
        Enumerable.Range(0, Stores).Select(index => string.Format(null, name, index));

    private static string Best(string store, IEnumerable<string> edges) => edges.MaxBy(edge => RendezvousHash.Score(store, edge))!;
}
