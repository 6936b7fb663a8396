using System.ComponentModel;
using System.Diagnostics;
using StorePush.Pos.Connections;

namespace StorePush.Pos.Tests.Connections;

[Collection("the network of this machine")]
public sealed class MachineEventsTests
{
    private const string Address = "127.81.7.23/32";

    [Fact]
    public async Task A_change_of_the_network_is_heard()
    {
        var changed = new TaskCompletionSource();
        using var machine = new MachineEvents(TimeProvider.System, hearsNetwork: true);
        machine.Changed += () => changed.TrySetResult();
        Assert.SkipUnless(await IpAsync("address", "add", Address, "dev", "lo"), "Only root can change the network, with ip, on Linux.");

        try
        {
            await changed.Task.Soon();
        }
        finally
        {
            await IpAsync("address", "delete", Address, "dev", "lo");
        }
    }

    private static async Task<bool> IpAsync(params string[] arguments)
    {
        try
        {
            using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
            await ip.WaitForExitAsync(TestContext.Current.CancellationToken).Soon();
            return ip.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
