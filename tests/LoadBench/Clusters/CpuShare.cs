using System.Globalization;
using StorePush.Cli;

namespace StorePush.LoadBench.Clusters;

/// <summary>Holds processes to a share of a core each, as a container with a CPU limit is held. Needs root and control groups.</summary>
/// <remarks>https://docs.kernel.org/scheduler/sched-bwc.html, and https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu</remarks>
internal sealed class CpuShare : IDisposable
{
    private const string Root = "/sys/fs/cgroup";
    private const string Members = "cgroup.procs";

    /// <summary>The shortest turn that Linux gives, in microseconds: with long ones a process would stand still for as long.</summary>
    private const int Turn = 1_000;

    private static readonly string OldRoot = Path.Combine(Root, "cpu");

    private static readonly bool IsOld = Directory.Exists(OldRoot);

    private readonly List<(string Group, string Before, int Process)> _held = [];

    /// <summary>Holds each of the processes until it is disposed of.</summary>
    /// <exception cref="CommandException">This machine does not let us.</exception>
    public CpuShare(IEnumerable<int> processes, double cores)
    {
        try
        {
            foreach (var process in processes)
                Hold(process, cores);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw new CommandException($"To hold a process to a share of a core takes root and the cpu controller of cgroups: {exception.Message}");
        }
    }

    /// <summary>Holds this process for a moment, before minutes are spent on what is then refused.</summary>
    /// <exception cref="CommandException">This machine does not let us.</exception>
    public static void EnsureAllowed()
    {
        using var share = new CpuShare([Environment.ProcessId], cores: 1);
    }

    public void Dispose()
    {
        foreach (var (group, before, process) in _held)
        {
            try
            {
                Write(Path.Combine(before, Members), process);
            }
            catch (IOException)
            {
                // It has ended, and who asked has a better error to tell.
            }

            try
            {
                Directory.Delete(group);
            }
            catch (IOException)
            {
                // Still in use: it goes with the machine.
            }
        }
    }

    private void Hold(int process, double cores)
    {
        var root = IsOld ? OldRoot : Root;
        var period = (int)(Turn / cores);
        var group = Directory.CreateDirectory(Path.Combine(root, $"storepush-bench-{process}")).FullName;

        // In a container the path is that of the host, and what is seen as the root is the group itself.
        var before = Path.Combine(root, GroupOf(process));
        _held.Add((group, Directory.Exists(before) ? before : root, process));
        if (IsOld)
        {
            Write(Path.Combine(group, "cpu.cfs_period_us"), period);
            Write(Path.Combine(group, "cpu.cfs_quota_us"), Turn);
        }
        else
        {
            File.WriteAllText(Path.Combine(root, "cgroup.subtree_control"), "+cpu");
            File.WriteAllText(Path.Combine(group, "cpu.max"), $"{Turn} {period}");
        }

        Write(Path.Combine(group, Members), process);
    }

    /// <summary>Lines of <c>number:controllers:/path</c>; of the newer kind there is one, without controllers.</summary>
    private static string GroupOf(int process) =>
        File.ReadLines($"/proc/{process}/cgroup")
            .Select(line => line.Split(':', 3))
            .First(parts => IsOld ? parts[1].Split(',').Contains("cpu") : parts[1].Length == 0)[2]
            .TrimStart('/');

    private static void Write(string file, int number) => File.WriteAllText(file, number.ToString(CultureInfo.InvariantCulture));
}
