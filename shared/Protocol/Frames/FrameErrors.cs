namespace StorePush.Protocol.Frames;

/// <summary>The values of <see cref="ErrorFrame.Code"/>.</summary>
public static class FrameErrors
{
    /// <summary>Not a JSON object with a <c>type</c>; the connection closes with <see cref="CloseCode.MalformedFrames"/>.</summary>
    public const string Malformed = "malformed";

    /// <summary>An <c>ack</c> without a usable id; the frame was ignored.</summary>
    public const string BadAck = "bad_ack";

    /// <summary>More acknowledgements wait for the server than it holds for one device; send them again later.</summary>
    public const string TooManyAcks = "too_many_acks";
}
