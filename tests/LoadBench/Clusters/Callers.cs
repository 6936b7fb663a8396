using StorePush.Cli.Options;
using StorePush.Cli.Tokens;

namespace StorePush.LoadBench.Clusters;

/// <summary>Who has the signing key of all that is measured.</summary>
internal static class Callers
{
    public static Target Of(Uri url) =>
        new(url, null, new TokenSigner(TestToken.SigningKey, "storepush", "storepush", Bench.Clock));
}
