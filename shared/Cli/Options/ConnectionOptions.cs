using System.CommandLine;
using StorePush.Cli.Tokens;

namespace StorePush.Cli.Options;

/// <summary>Where StorePush is and who asks: the same options for every command.</summary>
internal sealed class ConnectionOptions(CommandIo io)
{
    private const string UrlVariable = "STOREPUSH_URL";
    private const string TokenVariable = "STOREPUSH_TOKEN";
    private const string KeyVariable = "STOREPUSH_SIGNING_KEY";
    private const string DefaultUrl = "http://127.0.0.1:8080";

    private readonly Option<string?> _url = new("--url")
    {
        Description = $"Where StorePush is, with the path before /v1 if there is one, or {UrlVariable}; {DefaultUrl} when neither is given",
    };

    // Secrets have no default value: the help would print it.
    private readonly Option<string?> _token = new("--token") { Description = $"The token to use, or {TokenVariable}" };

    private readonly Option<string?> _signingKey = new("--signing-key")
    {
        Description = $"The services' Auth__SigningKey, or {KeyVariable}: short-lived tokens are signed here",
    };

    private readonly Option<string> _issuer = new("--issuer")
    {
        Description = "iss of the tokens that are signed here",
        DefaultValueFactory = _ => "storepush",
    };

    private readonly Option<string> _audience = new("--audience")
    {
        Description = "aud of the tokens that are signed here",
        DefaultValueFactory = _ => "storepush",
    };

    public void AddTo(Command root)
    {
        foreach (var option in new Option[] { _url, _token, _signingKey, _issuer, _audience })
        {
            option.Recursive = true;
            root.Options.Add(option);
        }
    }

    /// <exception cref="CommandException">Something is missing or wrong; the text names the option.</exception>
    public Target Read(ParseResult parsed)
    {
        var token = Given(parsed.GetValue(_token));
        var key = Given(parsed.GetValue(_signingKey));
        if (token is not null && key is not null)
            throw CommandException.Usage("--token and --signing-key: give one of them.");

        if (token is null && key is null)
        {
            token = Given(io.Environment(TokenVariable));
            key = token is null ? Given(io.Environment(KeyVariable)) : null;
        }

        return (token, key) switch
        {
            (not null, _) => new Target(ReadUrl(parsed), token, null),
            (_, not null) => new Target(ReadUrl(parsed), null, Signer(parsed, key)),
            _ => throw CommandException.Usage($"--token or --signing-key is required, or {TokenVariable} or {KeyVariable}."),
        };
    }

    /// <summary>The signer alone, for what needs the key whatever the token says.</summary>
    public TokenSigner ReadSigner(ParseResult parsed) =>
        (Given(parsed.GetValue(_signingKey)) ?? Given(io.Environment(KeyVariable))) is { } key
            ? Signer(parsed, key)
            : throw CommandException.Usage($"--signing-key is required, or {KeyVariable}: only who has the key can sign such a token.");

    private TokenSigner Signer(ParseResult parsed, string key) =>
        TokenSigner.IsStrong(key)
            ? new TokenSigner(key, parsed.GetRequiredValue(_issuer), parsed.GetRequiredValue(_audience), io.Clock)
            : throw CommandException.Usage($"--signing-key, or {KeyVariable}: must have at least 32 bytes of text.");

    private Uri ReadUrl(ParseResult parsed)
    {
        var text = Given(parsed.GetValue(_url)) ?? Given(io.Environment(UrlVariable)) ?? DefaultUrl;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
            ? AsBase(url)
            : throw CommandException.Usage($"--url, or {UrlVariable}: must be an absolute http or https URL.");
    }

    /// <summary>Paths are relative to it: behind a proxy it may have one of its own.</summary>
    private static Uri AsBase(Uri url) => new UriBuilder(url) { Path = $"{url.AbsolutePath.TrimEnd('/')}/", Query = "", Fragment = "" }.Uri;

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
