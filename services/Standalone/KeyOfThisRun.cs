using System.Security.Cryptography;
using StorePush.Hosting.Authentication;

namespace StorePush.Standalone;

internal static class KeyOfThisRun
{
    private const string Key = $"{AuthOptions.Section}:{nameof(AuthOptions.SigningKey)}";
    private const string Authority = $"{AuthOptions.Section}:{nameof(AuthOptions.Authority)}";
    private const int Bytes = 32;

    /// <summary>Where no key is configured, makes one: its tokens end with the process.</summary>
    public static void AddKeyOfThisRun(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration[Key]) && string.IsNullOrEmpty(builder.Configuration[Authority]))
            builder.Configuration[Key] = RandomNumberGenerator.GetHexString(2 * Bytes, lowercase: true);
    }
}
