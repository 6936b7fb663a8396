namespace StorePush.Edge.Connections;

/// <summary>A frame on its way to a device, or a place between two of them.</summary>
/// <param name="Utf8">The text; shared by all devices that get the same frame, so never changed. Empty for a marker.</param>
/// <param name="Reached">What to do when everything before it is sent.</param>
internal sealed record OutgoingFrame(ReadOnlyMemory<byte> Utf8, Action? Reached = null)
{
    /// <summary>Sends nothing, but tells when everything before it is sent.</summary>
    public static OutgoingFrame Marker(Action reached) => new(default, reached);
}
