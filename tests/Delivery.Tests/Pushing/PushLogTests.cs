using StorePush.Delivery.Pushing;

namespace StorePush.Delivery.Tests.Pushing;

public sealed class PushLogTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 31, 12, 0, 0, 125, TimeSpan.Zero);

    [Fact]
    public void What_was_written_can_be_read()
    {
        var log = PushLog.Append(PushLog.Append(null, 0, PushLog.Line(At, ["b", "a", "b"])), 1, PushLog.Line(At.AddSeconds(10), []));

        PushLog.Read(log).Select(push => (push.At, string.Join(' ', push.Edges))).ShouldBe([(At, "a b"), (At.AddSeconds(10), "")]);
    }

    [Fact]
    public void Pushes_are_read_in_the_order_of_their_times_whichever_was_noted_first()
    {
        var log = PushLog.Line(At.AddMilliseconds(40), ["a"]) + PushLog.Line(At, ["b"]);

        PushLog.Read(log).Select(push => push.At).ShouldBe([At, At.AddMilliseconds(40)]);
    }

    [Fact]
    public void A_message_that_was_never_pushed_has_no_pushes() => PushLog.Read(null).ShouldBeEmpty();

    [Fact]
    public void A_line_names_a_few_edges_at_most() =>
        PushLog.Read(PushLog.Line(At, Enumerable.Range(0, 100).Select(number => $"edge-{number}"))).Single().Edges.Count.ShouldBe(PushLog.MaxEdges);
}
