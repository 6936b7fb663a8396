using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace StorePush.Hosting.Configuration;

internal static class SecretFiles
{
    private const string DirectoryVariable = "STOREPUSH_SECRETS";

    /// <summary>
    /// Reads secrets from files, as container platforms mount them: in the directory that <c>STOREPUSH_SECRETS</c> names, the file
    /// <c>Auth__SigningKey</c> holds the value of that key.
    /// </summary>
    public static void AddSecretFiles(this WebApplicationBuilder builder)
    {
        if (Environment.GetEnvironmentVariable(DirectoryVariable) is not { Length: > 0 } directory)
            return;

        if (!Directory.Exists(directory))
        {
            throw new OptionsValidationException(
                DirectoryVariable, typeof(SecretFiles), [$"{DirectoryVariable}: there is no directory {directory}."]);
        }

        builder.Configuration.AddKeyPerFile(Path.GetFullPath(directory), optional: false);
    }
}
