namespace StorePush.Cli.Load.Devices;

/// <summary>A device that had lost its connection has the next one.</summary>
/// <param name="Device">Store and device.</param>
/// <param name="Late">Since the moment at which it was to come back: the server may have said so, or else the client has chosen.</param>
/// <param name="Reasons">Why it lost the one and why each attempt since then failed.</param>
internal sealed record DeviceReturn(string Device, TimeSpan Late, IReadOnlyList<string> Reasons)
{
    /// <inheritdoc />
    public override string ToString() => $"{Device} came back {Late.TotalSeconds:0.0} s late: {string.Join("; ", Reasons)}";
}
