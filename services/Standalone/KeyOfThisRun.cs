using System.Security.Cryptography;
using StorePush.Hosting.Authentication;

namespace StorePush.Standalone;

/// <summary>Whether the key that tokens are signed with was made for this run, and so is nobody's but this process's.</summary>
internal sealed record KeyOfThisRun(bool IsMade)
{
    private const string Key = $"{AuthOptions.Section}:{nameof(AuthOptions.SigningKey)}";
    private const string Authority = $"{AuthOptions.Section}:{nameof(AuthOptions.Authority)}";
    private const int Bytes = 32;

    /// <summary>Where no key is configured, makes one: its tokens end with the process.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        var isMade = string.IsNullOrEmpty(builder.Configuration[Key]) && string.IsNullOrEmpty(builder.Configuration[Authority]);
        if (isMade)
            builder.Configuration[Key] = RandomNumberGenerator.GetHexString(2 * Bytes, lowercase: true);
        builder.Services.AddSingleton(new KeyOfThisRun(isMade));
    }
}
