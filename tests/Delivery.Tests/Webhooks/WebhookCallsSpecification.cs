using MassTransit;
using Microsoft.Extensions.Options;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Tests.Databases;
using StorePush.Delivery.Webhooks;

namespace StorePush.Delivery.Tests.Webhooks;

/// <summary>What waits for the receiver, on every database.</summary>
public abstract class WebhookCallsSpecification
{
    private static readonly Answer Refused = Answer.None("timeout");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<TestDatabase> CreateDatabaseAsync();

    [Fact]
    public async Task An_event_that_comes_twice_is_one_call_also_after_it_is_done()
    {
        await using var webhooks = await HostAsync();
        var call = WebhookCallMaker.Make(WebhooksHost.Delivered(NewId.NextGuid()), webhooks.Clock.GetUtcNow());
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => webhooks.Calls.AddAsync(call, Cancellation)));
        await webhooks.Calls.DoneAsync(call, Cancellation);

        await webhooks.Calls.AddAsync(call, Cancellation);

        var row = (await webhooks.RowsAsync()).ShouldHaveSingleItem();
        row.Body.ShouldBe(call.Body);
        (await ClaimAsync(webhooks)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_processes_claim_side_by_side_and_none_what_another_one_has()
    {
        await using var webhooks = await HostAsync();
        await using var other = new WebhookCalls(
            webhooks.Get<Database>(), webhooks.Get<IOptions<WebhooksOptions>>(), webhooks.Clock);
        for (var n = 0; n < 40; n++)
            await webhooks.AddAsync();

        var claims = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(n => (n % 2 == 0 ? webhooks.Calls : other).ClaimAsync(5, Cancellation)));

        claims.SelectMany(claim => claim).Select(call => call.Id).ShouldBeUnique();
        await ClaimAsync(webhooks);
        (await webhooks.RowsAsync()).ShouldAllBe(row => row.DueAt > webhooks.Clock.GetUtcNow());
    }

    [Fact]
    public async Task What_a_dead_process_had_claimed_is_anybodys_when_the_claim_runs_out()
    {
        await using var webhooks = await HostAsync();
        var call = await webhooks.AddAsync();
        var claimed = (await ClaimAsync(webhooks)).ShouldHaveSingleItem();
        webhooks.Calls.IsClaimed(claimed).ShouldBeTrue();
        webhooks.Clock.Advance(claimed.DueAt - webhooks.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        webhooks.Calls.IsClaimed(claimed).ShouldBeFalse("a call could take longer than what is left");
        (await ClaimAsync(webhooks)).ShouldBeEmpty();

        webhooks.Clock.Advance(TimeSpan.FromSeconds(1));

        (await ClaimAsync(webhooks)).ShouldHaveSingleItem().Id.ShouldBe(call.Id);
    }

    [Fact]
    public async Task The_waits_between_tries_grow_and_the_body_stays()
    {
        await using var webhooks = await HostAsync();
        var call = await webhooks.AddAsync();

        foreach (var (failures, seconds) in new[] { (1, 5), (2, 10), (3, 20) })
        {
            var claimed = (await ClaimAsync(webhooks)).ShouldHaveSingleItem();
            claimed.Body.ShouldBe(call.Body);
            var dueAt = await webhooks.Calls.PutOffAsync(claimed, Refused, Cancellation);

            (dueAt - webhooks.Clock.GetUtcNow()).TotalSeconds.ShouldBeInRange(seconds / 2.0, seconds);
            (await ClaimAsync(webhooks)).ShouldBeEmpty();
            var row = await webhooks.FindAsync(call.Id);
            (row!.Failures, row.LastFailure).ShouldBe((failures, "timeout"));
            webhooks.Clock.Advance(dueAt - webhooks.Clock.GetUtcNow() + TimeSpan.FromMilliseconds(1));
        }
    }

    [Theory]
    [InlineData(600, 600)]
    [InlineData(1, 2.5)]
    [InlineData(1_000_000, 3_600)]
    public async Task What_the_receiver_asks_to_wait_is_kept_up_to_the_longest_wait(int asked, double least)
    {
        await using var webhooks = await HostAsync();
        await webhooks.AddAsync();
        using var response = new HttpResponseMessage(System.Net.HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter = new(TimeSpan.FromSeconds(asked));

        var dueAt = await webhooks.Calls.PutOffAsync(
            (await ClaimAsync(webhooks)).Single(), Answer.Of(response, webhooks.Clock.GetUtcNow()), Cancellation);

        (dueAt - webhooks.Clock.GetUtcNow()).TotalSeconds.ShouldBeInRange(least, Math.Max(least, 5));
    }

    [Fact]
    public async Task What_has_waited_for_a_day_is_given_up_and_counted_and_each_is_named()
    {
        await using var webhooks = await HostAsync();
        var old = new[] { await webhooks.AddAsync(), await webhooks.AddAsync() };
        await webhooks.Calls.PutOffAsync(old[0], Refused, Cancellation);
        webhooks.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        var recent = await webhooks.AddAsync();
        await SweepAsync(webhooks);
        (await webhooks.RowsAsync()).Length.ShouldBe(3);

        webhooks.Clock.Advance(TimeSpan.FromSeconds(2));
        await SweepAsync(webhooks);

        (await webhooks.RowsAsync()).ShouldHaveSingleItem().Id.ShouldBe(recent.Id);
        webhooks.Metrics["given_up age"].ShouldBe(2);
        var line = webhooks.Log.All.Single(line => line.Contains("not told", StringComparison.Ordinal));
        foreach (var call in old)
            line.ShouldContain(call.Id);
    }

    [Fact]
    public async Task Past_the_limit_the_oldest_are_given_up()
    {
        await using var webhooks = await HostAsync(options => options.MaxWaiting = 3);
        List<string> ids = [];
        for (var n = 0; n < 5; n++)
        {
            ids.Add((await webhooks.AddAsync()).Id);
            webhooks.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await SweepAsync(webhooks);

        (await webhooks.RowsAsync()).Select(row => row.Id).ShouldBe(ids[2..], ignoreOrder: true);
        webhooks.Metrics["given_up overflow"].ShouldBe(2);
    }

    [Fact]
    public async Task What_waits_is_measured()
    {
        await using var webhooks = await HostAsync();
        await SweepAsync(webhooks);
        (webhooks.Metrics["waiting"], webhooks.Metrics["oldest_age"]).ShouldBe((0, 0));
        await webhooks.AddAsync();
        webhooks.Clock.Advance(TimeSpan.FromSeconds(30));
        await webhooks.Calls.DoneAsync(await webhooks.AddAsync(), Cancellation);
        await webhooks.AddAsync();

        await SweepAsync(webhooks);

        webhooks.Clock.Advance(TimeSpan.FromSeconds(10));
        (webhooks.Metrics["waiting"], webhooks.Metrics["oldest_age"]).ShouldBe((2, 40));
    }

    [Fact]
    public async Task What_is_done_is_forgotten_after_a_while_and_what_waits_is_not()
    {
        await using var webhooks = await HostAsync();
        var waits = await webhooks.AddAsync();
        await webhooks.Calls.DoneAsync(await webhooks.AddAsync(), Cancellation);
        webhooks.Clock.Advance(TimeSpan.FromMinutes(59));
        var last = await webhooks.AddAsync();
        await webhooks.Calls.DoneAsync(last, Cancellation);
        await SweepAsync(webhooks);
        (await webhooks.RowsAsync()).Length.ShouldBe(3);

        webhooks.Clock.Advance(TimeSpan.FromMinutes(2));
        await SweepAsync(webhooks);
        (await webhooks.RowsAsync()).Select(row => row.Id).ShouldBe([waits.Id, last.Id], ignoreOrder: true);

        webhooks.Clock.Advance(TimeSpan.FromHours(2));
        await SweepAsync(webhooks);
        (await webhooks.RowsAsync()).Select(row => row.Id).ShouldContain(last.Id, "by the last one a process knows what it has missed");
    }

    private static Task<IReadOnlyList<WebhookCall>> ClaimAsync(WebhooksHost webhooks) => webhooks.Calls.ClaimAsync(1_000, Cancellation);

    private static async Task SweepAsync(WebhooksHost webhooks)
    {
        while (await webhooks.Get<WebhookSweeper>().SweepAsync(Cancellation))
        {
            // The next step at once, as the sweeper itself does.
        }
    }

    private async Task<WebhooksHost> HostAsync(Action<WebhooksOptions>? configure = null) =>
        new(await CreateDatabaseAsync(), configure);
}
