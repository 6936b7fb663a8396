using System.Diagnostics;
using System.Globalization;

namespace StorePush.Chaos.Tests.Clusters;

/// <summary>Packets to and from a port of this machine that get lost, every tenth at random, by a rule of its firewall. Needs root.</summary>
internal sealed class PacketLoss : IAsyncDisposable
{
    private static readonly string[] Lose = ["-m", "statistic", "--mode", "random", "--probability", "0.1", "-j", "DROP"];

    private readonly string _port;

    private PacketLoss(int port) => _port = port.ToString(CultureInfo.InvariantCulture);

    public static async Task<PacketLoss> BeginAsync(int port)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), "Losing packets needs root on Linux.");
        var loss = new PacketLoss(port);
        await loss.ChangeAsync("-I");
        return loss;
    }

    public async ValueTask DisposeAsync() => await ChangeAsync("-D");

    private async Task ChangeAsync(string action)
    {
        foreach (var side in new[] { "--dport", "--sport" })
        {
            using var iptables = Process.Start("iptables", [action, "INPUT", "-i", "lo", "-p", "tcp", side, _port, .. Lose]);
            await iptables.WaitForExitAsync(CancellationToken.None).Soon();
            iptables.ExitCode.ShouldBe(0);
        }
    }
}
