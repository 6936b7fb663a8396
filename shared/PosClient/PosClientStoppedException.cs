namespace StorePush.Pos;

/// <summary>
/// The server does not want this terminal, and trying again can't help: the client has stopped and the application must see to it.
/// </summary>
/// <param name="message">What happened and what to do.</param>
/// <param name="code">The close code (4400, 4403, 4409, see the wire page) or the HTTP status (400, 403, 426) that said so.</param>
public sealed class PosClientStoppedException(string message, int code) : Exception(message)
{
    /// <summary>The close code (4400, 4403, 4409, see the wire page) or the HTTP status (400, 403, 426) that said so.</summary>
    public int Code => code;
}
