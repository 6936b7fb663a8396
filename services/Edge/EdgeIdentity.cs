using Microsoft.Extensions.Options;

namespace StorePush.Edge;

/// <summary>The name of this process, by which Delivery addresses it.</summary>
internal sealed class EdgeIdentity(IOptions<EdgeOptions> options)
{
    private const int RandomDigits = 8;

    public string Id { get; } = options.Value.Id is { Length: > 0 } id
        ? id
        : $"{Environment.MachineName}-{Guid.CreateVersion7().ToString("N")[^RandomDigits..]}";
}
