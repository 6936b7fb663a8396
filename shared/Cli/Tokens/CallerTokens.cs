using StorePush.Cli.Api;
using StorePush.Cli.Options;

namespace StorePush.Cli.Tokens;

/// <summary>
/// The token of each call: the given one, or one that was signed for the scope of the call and is signed anew before it is over.
/// </summary>
internal sealed class CallerTokens(Target target, TimeProvider clock)
{
    private const string Subject = "storepush-cli";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Reserve = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, IssuedToken> _signed = [];
    private readonly Lock _lock = new();

    public string For(string scope)
    {
        if (target.Token is { } given)
            return given;

        lock (_lock)
        {
            if (!_signed.TryGetValue(scope, out var token) || token.ExpiresAt - clock.GetUtcNow() < Reserve)
                _signed[scope] = token = target.Signer!.Sign(Subject, scope, null, Lifetime);
            return token.Token;
        }
    }
}
