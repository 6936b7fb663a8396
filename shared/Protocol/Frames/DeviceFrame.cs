namespace StorePush.Protocol.Frames;

/// <summary>What a device said.</summary>
/// <param name="Type">The kind of frame.</param>
/// <param name="AckIds">The distinct messages of an <c>ack</c>; empty for other frames.</param>
public readonly record struct DeviceFrame(DeviceFrameType Type, IReadOnlyList<Guid> AckIds);
