using Microsoft.Win32.SafeHandles;

namespace StorePush.Cli;

/// <summary>
/// The standard output. That of <see cref="Console"/> throws away in silence what is written to a pipe that nobody reads any more; this one
/// throws an <see cref="IOException"/> then.
/// </summary>
internal static class PipedOutput
{
    private const int Descriptor = 1;

    public static TextWriter OfProcess()
    {
        if (!Console.IsOutputRedirected || OperatingSystem.IsWindows())
            return Console.Out;

        // A file may be written by others too, whose place in it only the console's stream respects.
        var stream = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek
            ? Console.Out
            : TextWriter.Synchronized(new StreamWriter(stream, Console.Out.Encoding) { AutoFlush = true });
    }
}
