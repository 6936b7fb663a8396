namespace StorePush.Deployment.Tests.Processes;

/// <summary>
/// A directory of secrets as the kubelet makes it: the files are in a directory with a date in its name, <c>..data</c> is a link to that,
/// and each file is a link through <c>..data</c>, so that all change at once.
/// </summary>
internal sealed class MountedSecrets : IDisposable
{
    private const string Dated = "..2026_11_27_08_00_00.123456789";

    public MountedSecrets(IEnumerable<(string Key, string Value)> secrets)
    {
        Path = Directory.CreateTempSubdirectory("storepush-").FullName;
        Directory.CreateDirectory(In(Dated));
        Directory.CreateSymbolicLink(In("..data"), Dated);
        foreach (var (key, value) in secrets)
        {
            File.WriteAllText(System.IO.Path.Combine(In(Dated), key), value);
            File.CreateSymbolicLink(In(key), System.IO.Path.Combine("..data", key));
        }
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
