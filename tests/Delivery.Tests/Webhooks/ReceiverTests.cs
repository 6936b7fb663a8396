using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StorePush.Delivery.Webhooks;

namespace StorePush.Delivery.Tests.Webhooks;

public sealed class ReceiverTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly WebhooksOptions _options = new();
    private readonly Receiver _receiver;

    public ReceiverTests() => _receiver = new(Options.Create(_options), _clock);

    private bool IsReady => _receiver.ReadyAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully;

    [Fact]
    public void Now_and_then_a_failure_holds_up_nobody()
    {
        for (var call = 0; call < 100; call++)
            Call(call % Receiver.FailuresInARow == 0 ? Answer.Taken : Answer.None("timeout"));

        IsReady.ShouldBeTrue();
    }

    [Fact]
    public void After_failures_in_a_row_there_is_one_call_at_a_time_with_waits_in_between()
    {
        FailInARow();

        IsReady.ShouldBeFalse();
        _clock.Advance(_options.FirstBackoff);
        IsReady.ShouldBeTrue();
        _receiver.Begin();
        IsReady.ShouldBeFalse("the one call is under way");
    }

    [Fact]
    public void The_waits_grow_up_to_a_minute()
    {
        FailInARow();
        _clock.Advance(_options.FirstBackoff);
        Call(Answer.None("timeout"));
        _clock.Advance(_options.FirstBackoff / 2);
        IsReady.ShouldBeFalse();

        for (var call = 0; call < 100; call++)
        {
            _clock.Advance(Receiver.LongestHold);
            IsReady.ShouldBeTrue();
            Call(Answer.None("timeout"));
        }

        _clock.Advance(Receiver.LongestHold / 3);
        IsReady.ShouldBeFalse();
    }

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.Gone)]
    public void Once_it_takes_one_all_may_come(HttpStatusCode status)
    {
        FailInARow();
        _clock.Advance(_options.FirstBackoff);

        Call(Answer.Of(new HttpResponseMessage(status), _clock.GetUtcNow()));

        _receiver.Begin();
        IsReady.ShouldBeTrue();
        _receiver.IsHeld.ShouldBeFalse();
    }

    [Fact]
    public void Calls_that_were_under_way_when_it_went_away_make_no_wait_longer()
    {
        var underWay = Enumerable.Range(0, 100).Select(_ => _receiver.Begin()).ToList();
        _clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var begunAt in underWay)
            _receiver.Ended(begunAt, Answer.None("timeout"));

        _clock.Advance(_options.FirstBackoff);

        IsReady.ShouldBeTrue();
    }

    [Fact]
    public void A_receiver_that_asks_to_be_left_alone_is_but_not_for_ever()
    {
        Call(Wait(TimeSpan.FromMinutes(10)));
        _clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        IsReady.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));
        IsReady.ShouldBeTrue();

        Call(Wait(TimeSpan.FromDays(365)));
        _clock.Advance(_options.LongestBackoff);
        IsReady.ShouldBeTrue();
    }

    [Fact]
    public void It_may_say_until_when_it_wants_to_be_left_alone()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter = new RetryConditionHeaderValue(_clock.GetUtcNow().AddSeconds(30));

        Answer.Of(response, _clock.GetUtcNow()).RetryAfter.ShouldBe(TimeSpan.FromSeconds(30));
    }

    private void FailInARow()
    {
        for (var call = 0; call < Receiver.FailuresInARow; call++)
            Call(Answer.None("timeout"));
    }

    private void Call(Answer answer) => _receiver.Ended(_receiver.Begin(), answer);

    private Answer Wait(TimeSpan time)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter = new RetryConditionHeaderValue(time);
        return Answer.Of(response, _clock.GetUtcNow());
    }
}
