using StorePush.Cli.Tokens;

namespace StorePush.Cli.Options;

/// <summary>Where StorePush is, and either a token or the means to sign some. No record: its text would hold the token.</summary>
internal sealed class Target(Uri url, string? token, TokenSigner? signer)
{
    /// <summary>Ends in a slash.</summary>
    public Uri Url => url;

    public string? Token => token;

    public TokenSigner? Signer => signer;
}
