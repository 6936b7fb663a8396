using System.Runtime.InteropServices;
using StorePush.Cli;

// The first Ctrl+C ends gracefully, the second at once. What comes with the first, from a shell and from what it has started, is one.
var oneInterrupt = TimeSpan.FromMilliseconds(250);
long? endingSince = null;
using var ending = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
return await StorePushTool.RunAsync(args, CommandIo.OfProcess(), ending.Token);

void End(PosixSignalContext signal)
{
    if (endingSince is { } since && TimeProvider.System.GetElapsedTime(since) > oneInterrupt)
        return;

    signal.Cancel = true;
    endingSince ??= TimeProvider.System.GetTimestamp();
    ending.Cancel();
}
