using Microsoft.Extensions.Time.Testing;
using StorePush.Delivery.Figures;

namespace StorePush.Delivery.Tests.Figures;

public sealed class FiguresRecorderTests
{
    private readonly FakeTimeProvider _clock = new(new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly FiguresRecorder _recorder;

    public FiguresRecorderTests() => _recorder = new(_clock);

    [Fact]
    public void A_slice_that_was_written_is_never_written_again_with_less()
    {
        var start = _clock.GetUtcNow();
        _recorder.Accepted();
        _recorder.Accepted();
        _clock.Advance(FiguresSlice.Length);
        var written = Write();

        _clock.AdjustTime(start);
        _recorder.Accepted();
        var again = Write();
        _clock.Advance(FiguresSlice.Length);
        _recorder.Accepted();
        var next = Write();

        (again.At, again.Accepted).ShouldBe((written.At, 1));
        again.ProcessId.ShouldNotBe(written.ProcessId);
        next.ProcessId.ShouldBe(again.ProcessId);
    }

    [Fact]
    public void A_slice_that_is_still_kept_goes_on_when_the_clock_comes_back_to_it()
    {
        var start = _clock.GetUtcNow();
        _recorder.Accepted();
        var first = Write();
        _clock.Advance(FiguresSlice.Length);
        _recorder.Accepted();
        Write();

        _clock.AdjustTime(start);
        _recorder.Accepted();

        var again = Write();
        (again.ProcessId, again.Accepted).ShouldBe((first.ProcessId, 2));
    }

    private FiguresSlice Write()
    {
        var (slice, mark) = _recorder.Changed().ShouldHaveSingleItem();
        _recorder.Written(slice.At, mark);
        return slice;
    }
}
