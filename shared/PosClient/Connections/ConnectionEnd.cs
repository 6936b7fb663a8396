using System.Net;
using StorePush.Protocol;

namespace StorePush.Pos.Connections;

/// <summary>How a connection ended, or why there is none, and what follows from that.</summary>
/// <param name="Reason">For a person.</param>
/// <param name="Code">The close code or the HTTP status; 0 when there was none.</param>
internal sealed record ConnectionEnd(string Reason, int Code = 0)
{
    /// <summary>Whether StorePush no longer takes the token.</summary>
    public bool NeedsNewToken { get; init; }

    /// <summary>What the server asked to wait at least.</summary>
    public TimeSpan? NotBefore { get; init; }

    /// <summary>Whether the server has said when to come back, so that there is nothing to add to it.</summary>
    public bool IsPlanned { get; init; }

    /// <summary>How long the connection stood.</summary>
    public TimeSpan Stood { get; init; }

    /// <summary>Set when trying again can't help.</summary>
    public PosClientStoppedException? Stop { get; init; }

    /// <summary>The server closed (wire page, section 3.5).</summary>
    public static ConnectionEnd Closed(int code, string? description)
    {
        var reason = string.IsNullOrEmpty(description) ? $"The server closed with {code}." : $"The server closed with {code}: {description}";
        return new(reason, code)
        {
            NeedsNewToken = code == (int)CloseCode.TokenExpired,
            Stop = CloseCodes.MayReconnect(code) ? null : new PosClientStoppedException($"{reason} {Advice((CloseCode)code)}", code),
        };
    }

    /// <summary>The server refused the handshake (wire page, section 3.1).</summary>
    public static ConnectionEnd Refused(HttpStatusCode status, TimeSpan? retryAfter)
    {
        var code = (int)status;
        var reason = $"The server refused the connection with {code}.";
        var advice = status switch
        {
            HttpStatusCode.BadRequest or HttpStatusCode.UpgradeRequired => "Update this client.",
            HttpStatusCode.Forbidden => "The token is of another store or terminal, or the terminal was revoked.",
            _ => null,
        };
        return new(reason, code)
        {
            NeedsNewToken = status == HttpStatusCode.Unauthorized,
            NotBefore = retryAfter,
            Stop = advice is null ? null : new PosClientStoppedException($"{reason} {advice}", code),
        };
    }

    private static string Advice(CloseCode code) => code switch
    {
        CloseCode.Forbidden => "The terminal was revoked, or may not be here.",
        CloseCode.Replaced => "The terminal has connected elsewhere: is its id used twice?",
        _ => "It can't use what this client sends: update the client.",
    };
}
