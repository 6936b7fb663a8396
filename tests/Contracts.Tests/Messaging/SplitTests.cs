using System.Collections.Concurrent;
using MassTransit;
using MassTransit.Configuration;
using Microsoft.Extensions.Options;
using StorePush.Hosting.Messaging;

namespace StorePush.Contracts.Tests.Messaging;

public sealed class SplitTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<Guid> _consumed = new();
    private readonly TaskCompletionSource<IReadOnlyList<Guid>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IBusControl _bus;
    private Func<Guid, Task> _consume = _ => Task.CompletedTask;

    public SplitTests()
    {
        _bus = Bus.Factory.CreateUsingInMemory(bus => bus.ReceiveEndpoint("acknowledgements", endpoint =>
        {
            endpoint.ConfigureConsumeTopology = false;
            endpoint.BindAll<DevicesAcknowledged>();
            endpoint.AddPrePipeSpecification(new FilterPipeSpecification<ConsumeContext>(new WhenDone(_done, _consumed)));
            endpoint.Split((DevicesAcknowledged many) => many.Acknowledgements);
            endpoint.UseMessageRetry(retry => retry.Immediate(1));
            endpoint.Handler<DeviceAcknowledged>(ConsumeAsync);
        }));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _bus.StartAsync(Cancellation);

    public async ValueTask DisposeAsync() => await _bus.StopAsync(CancellationToken.None);

    [Fact]
    public async Task Each_of_the_messages_that_came_as_one_is_consumed_by_itself()
    {
        var ids = Ids(3);

        await PublishAsync(ids);

        (await _done.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancellation)).ShouldBe(ids, ignoreOrder: true);
    }

    [Fact]
    public async Task One_that_fails_is_tried_again_without_the_others()
    {
        var ids = Ids(3);
        var tries = 0;
        _consume = id => id == ids[1] && Interlocked.Increment(ref tries) == 1
            ? throw new InvalidOperationException("The first try fails.")
            : Task.CompletedTask;

        await PublishAsync(ids);

        (await _done.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancellation)).ShouldBe([.. ids, ids[1]], ignoreOrder: true);
    }

    [Fact]
    public async Task The_whole_is_done_when_the_last_of_them_is()
    {
        var ids = Ids(2);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _consume = id =>
        {
            if (id == ids[0])
                return Task.CompletedTask;

            begun.SetResult();
            return last.Task;
        };

        await PublishAsync(ids);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);

        _done.Task.IsCompleted.ShouldBeFalse();
        last.SetResult();
        (await _done.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancellation)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task In_memory_the_whole_is_safe_when_the_last_of_them_is_consumed()
    {
        var publisher = Publisher();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ids = Ids(2);
        _consume = id =>
        {
            if (id == ids[0])
                return Task.CompletedTask;

            begun.SetResult();
            return last.Task;
        };

        var publishing = publisher.PublishAsync(Many(ids), Cancellation);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);

        publishing.IsCompleted.ShouldBeFalse();
        last.SetResult();
        await publishing;
    }

    [Fact]
    public async Task In_memory_the_whole_is_not_safe_when_one_of_them_can_not_be_consumed()
    {
        var publisher = Publisher();
        var ids = Ids(2);
        _consume = id => id == ids[1] ? throw new InvalidOperationException("Every try fails.") : Task.CompletedTask;

        await Should.ThrowAsync<BrokerUnavailableException>(publisher.PublishAsync(Many(ids), Cancellation));
    }

    private ConsumedPublisher Publisher()
    {
        var publisher = new ConsumedPublisher(Options.Create(new BrokerOptions()), TimeProvider.System).Use(_bus);
        _bus.ConnectReceiveObserver(publisher);
        _bus.ConnectConsumeObserver(publisher);
        return publisher;
    }

    private static Guid[] Ids(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];

    private Task ConsumeAsync(ConsumeContext<DeviceAcknowledged> context)
    {
        _consumed.Enqueue(context.Message.MessageId);
        return _consume(context.Message.MessageId);
    }

    private Task PublishAsync(IEnumerable<Guid> ids) => _bus.Publish(Many(ids), Cancellation);

    private static DevicesAcknowledged Many(IEnumerable<Guid> ids) => new()
    {
        Acknowledgements =
        [
            .. ids.Select(id => new DeviceAcknowledged
            {
                MessageId = id, StoreId = "S1", DeviceId = "till-1", AcknowledgedAt = DateTimeOffset.UnixEpoch,
            }),
        ],
    };

    private sealed class WhenDone(TaskCompletionSource<IReadOnlyList<Guid>> done, ConcurrentQueue<Guid> consumed)
        : IFilter<ConsumeContext>
    {
        public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
        {
            await next.Send(context);
            done.SetResult([.. consumed]);
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("whenDone");
    }
}
