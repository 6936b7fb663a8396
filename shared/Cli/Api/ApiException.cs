using System.Net;

namespace StorePush.Cli.Api;

/// <summary>The server has refused a call; the text says why.</summary>
internal sealed class ApiException(string message, HttpStatusCode status) : CommandException(message)
{
    public HttpStatusCode Status => status;

    /// <summary>Whether asking again the same way gives the same answer.</summary>
    public bool IsFinal => (int)status is >= 400 and < 500 and not 408 and not 429;
}
