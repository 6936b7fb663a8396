using System.Threading.Channels;

namespace StorePush.Cli.Terminals;

/// <summary>The keys that a person presses. A thread of its own waits for them, because only that keeps the terminal from echoing them.</summary>
internal static class PosKeyboard
{
    public static ChannelReader<ConsoleKeyInfo> Open()
    {
        var keys = Channel.CreateUnbounded<ConsoleKeyInfo>();
        new Thread(() =>
        {
            try
            {
                while (keys.Writer.TryWrite(Console.ReadKey(intercept: true)))
                {
                    // Until the process ends.
                }
            }
            catch (InvalidOperationException)
            {
                // The keyboard is gone.
            }
        }) { IsBackground = true, Name = "keyboard" }.Start();
        return keys.Reader;
    }
}
