using Microsoft.IdentityModel.JsonWebTokens;
using StorePush.Cli.Api;
using StorePush.Cli.Options;

namespace StorePush.Cli.Tokens;

/// <summary>
/// Gets the token with which a device connects: the given one if it is a device's, else one from the key or from the API.
/// </summary>
internal sealed class DeviceTokens(Target target, StorePushApi api, TimeSpan? lifetime)
{
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(1);

    /// <summary>Whether there can be tokens for several devices.</summary>
    public bool MayIssue => target.Signer is not null || HasScope(target.Token!);

    public async ValueTask<string> GetAsync(string storeId, string deviceId, CancellationToken cancellationToken)
    {
        if (target.Signer is { } signer)
            return signer.SignForDevice(storeId, deviceId, lifetime ?? DefaultLifetime).Token;

        return MayIssue
            ? (await api.IssueTokenAsync(storeId, deviceId, lifetime, cancellationToken)).Token
            : target.Token!;
    }

    /// <summary>What is no JWT can only be meant for the device: nobody else but its issuer can tell.</summary>
    private static bool HasScope(string token)
    {
        try
        {
            return new JsonWebToken(token).TryGetPayloadValue<string>("scope", out var scope)
                && scope.Split(' ').Contains(Scopes.DevicesWrite);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
