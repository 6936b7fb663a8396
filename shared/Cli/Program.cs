using System.Runtime.InteropServices;
using StorePush.Cli;

// The first Ctrl+C ends gracefully, the second at once.
using var ending = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
return await StorePushTool.RunAsync(args, CommandIo.OfProcess(), ending.Token);

void End(PosixSignalContext signal)
{
    if (ending.IsCancellationRequested)
        return;

    signal.Cancel = true;
    ending.Cancel();
}
