namespace StorePush.Gateway.Upstreams;

/// <summary>The comma-separated base URLs of the processes of one service.</summary>
internal static class UpstreamUrls
{
    private const string Rule =
        "must be comma-separated base URLs (http or https, a host and a port; no path, query or user), such as http://ingest:8081";

    /// <summary>What is wrong with a list of URLs, without what may be a password in it; or null.</summary>
    public static string? Error(string list)
    {
        var parts = Split(list);
        if (parts.Length == 0)
            return $"{Rule}; there is none.";

        var bad = Array.FindIndex(parts, part => !IsBase(part));
        return bad < 0 ? null : $"{Rule}; number {bad + 1} is not.";
    }

    /// <summary>The URLs of a list without errors, each once.</summary>
    public static IReadOnlyList<Uri> Parse(string list) => [.. Split(list).Select(part => new Uri(part)).Distinct()];

    private static string[] Split(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool IsBase(string part) =>
        Uri.TryCreate(part, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.Host.Length > 0
        && url.PathAndQuery == "/"
        && url.Fragment.Length == 0
        && url.UserInfo.Length == 0;
}
