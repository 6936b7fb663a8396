namespace StorePush.Pos.Connections;

internal sealed class FrameTooLargeException(int maxBytes) : Exception($"The server sent a frame of more than {maxBytes} bytes.");
