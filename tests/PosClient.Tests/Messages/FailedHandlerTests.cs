namespace StorePush.Pos.Tests.Messages;

public sealed class FailedHandlerTests : PosClientTest
{
    private readonly Guid _id = Guid.CreateVersion7();

    [Fact]
    public async Task A_message_whose_handler_throws_is_not_acknowledged_and_rings_again()
    {
        OnMessage = (message, _) => message.Push == 1 ? throw new InvalidOperationException("no paper") : Task.CompletedTask;
        var side = await ConnectAsync();
        await side.PushAsync(_id);
        await RingAsync();
        await Bounded.UntilAsync(() => Task.FromResult(Log.All.Any(line => line.Contains("no paper"))));

        await side.PushAsync(_id, push: 2);

        (await RingAsync()).Push.ShouldBe(2);
        (await side.ExpectAckAsync()).ShouldBe([_id]);
    }

    [Fact]
    public async Task When_it_is_told_that_a_handler_threw_its_message_may_ring_again()
    {
        using var hasRung = new ManualResetEventSlim();
        Log.Written += line =>
        {
            if (line.Contains("no paper", StringComparison.Ordinal))
                hasRung.Wait(Bounded.Limit);
        };
        OnMessage = (message, _) => message.Push == 1 ? throw new InvalidOperationException("no paper") : Task.CompletedTask;
        var side = await ConnectAsync(options => options.MaxConcurrentHandlers = 2);
        await side.PushAsync(_id);
        await RingAsync();
        await Bounded.UntilAsync(() => Task.FromResult(Log.All.Any(line => line.Contains("no paper"))));

        try
        {
            await side.PushAsync(_id, push: 2);

            (await RingAsync()).Push.ShouldBe(2);
        }
        finally
        {
            hasRung.Set();
        }
    }
}
