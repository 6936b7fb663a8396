using System.Runtime.InteropServices;
using StorePush.Cli;

// The first Ctrl+C ends gracefully, the second at once. What comes with the first, from a shell and from what it has started, is one.
var oneInterrupt = TimeSpan.FromMilliseconds(250);
var endingSince = 0L;
using var ending = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
return await StorePushTool.RunAsync(args, CommandIo.OfProcess(), ending.Token);

void End(PosixSignalContext signal)
{
    var now = TimeProvider.System.GetTimestamp();
    var since = Interlocked.CompareExchange(ref endingSince, now, 0);
    if (since != 0 && TimeProvider.System.GetElapsedTime(since, now) > oneInterrupt)
        return;

    signal.Cancel = true;
    ending.Cancel();
}
