using System.Threading.Channels;

namespace StorePush.Cli.Terminals;

/// <summary>
/// The keys that a person presses. A thread of its own waits for them, because only that keeps the terminal from echoing them.
/// </summary>
internal static class PosKeyboard
{
    public static ChannelReader<ConsoleKeyInfo> Open()
    {
        var keys = Channel.CreateUnbounded<ConsoleKeyInfo>();
        var thread = new Thread(() => Read(keys.Writer)) { IsBackground = true, Name = "keyboard" };
        thread.Start();
        return keys.Reader;
    }

    private static void Read(ChannelWriter<ConsoleKeyInfo> keys)
    {
        try
        {
            while (keys.TryWrite(Console.ReadKey(intercept: true)))
            {
                // Until the process ends.
            }
        }
        catch (InvalidOperationException)
        {
            // The keyboard is gone.
        }
    }
}
