using Microsoft.Extensions.Time.Testing;
using StorePush.Delivery.Figures;

namespace StorePush.Delivery.Tests.Figures;

public sealed class SparingAnswerTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly SparingAnswer<string> _answer;
    private TimeSpan _takes;
    private int _found;

    public SparingAnswerTests() => _answer = new(
        _ =>
        {
            _clock.Advance(_takes);
            return Task.FromResult($"{++_found}");
        },
        _clock);

    public void Dispose() => _answer.Dispose();

    [Fact]
    public async Task Whoever_asks_within_two_seconds_gets_the_same_answer()
    {
        (await AskAsync()).ShouldBe("1");
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        (await AskAsync()).ShouldBe("1");
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        (await AskAsync()).ShouldBe("2");
    }

    [Fact]
    public async Task What_takes_long_to_find_is_looked_for_less_often()
    {
        _takes = TimeSpan.FromSeconds(1);
        (await AskAsync()).ShouldBe("1");
        _clock.Advance(TimeSpan.FromSeconds(2));
        (await AskAsync()).ShouldBe("2", "what is slow once may be the first time of everything");
        _clock.Advance(TimeSpan.FromSeconds(19));
        (await AskAsync()).ShouldBe("2");
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await AskAsync()).ShouldBe("3");
    }

    private Task<string> AskAsync() => _answer.GetAsync(TestContext.Current.CancellationToken);
}
