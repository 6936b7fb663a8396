namespace StorePush.Protocol;

/// <summary>What a close code asks of the device.</summary>
public static class CloseCodes
{
    /// <summary>
    /// Whether a device should connect again by itself. When false it must stop and tell its application: trying again can't help,
    /// or would throw out the connection that replaced it.
    /// </summary>
    /// <param name="code">The code of the close frame; any code that StorePush does not define may be retried.</param>
    public static bool MayReconnect(int code) =>
        (CloseCode)code is not (CloseCode.MalformedFrames or CloseCode.Forbidden or CloseCode.Replaced);
}
