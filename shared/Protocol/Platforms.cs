namespace StorePush.Protocol;

/// <summary>The platforms that orders come from, as written on the wire.</summary>
public static class Platforms
{
    /// <summary>Meituan.</summary>
    public const string Meituan = "meituan";

    /// <summary>Ele.me and Baidu (饿百).</summary>
    public const string Ebai = "ebai";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Meituan, Ebai];
}
