using Shouldly;

namespace StorePush.Tests.Hosting;

/// <summary>Requests of clients that break off in the middle, or don't speak HTTP to the end.</summary>
public static class BrokenRequests
{
    /// <summary>With this a server tells when it has let go of a connection.</summary>
    public const string Setting = "--Logging:LogLevel:Microsoft.AspNetCore.Server.Kestrel.Connections=Debug";

    private const string Released = "\" stopped.";

    /// <summary>Sends all of them, one after the other, and waits until the server is through with them.</summary>
    /// <param name="url">The server.</param>
    /// <param name="head">The first line and the headers of a call whose body is read, each with its end.</param>
    /// <param name="length">The length that they say, where they say one.</param>
    /// <param name="log">What the server logs.</param>
    public static async Task SendAllAsync(Uri url, string head, int length, LogLines log)
    {
        ArgumentNullException.ThrowIfNull(log);

        foreach (var rest in (string[])[$"Content-Length: {length}\r\n", "Transfer-Encoding: chunked\r\n"])
        {
            foreach (var body in (string[])["", "4\r\n{\"pl", "no chunk"])
            {
                await SendAsync(url, head + rest, body, client => client.Reset(), log);
                await SendAsync(url, head + rest, body, client => client.EndSaying(), log);
            }
        }
    }

    private static async Task SendAsync(Uri url, string head, string body, Action<RawClient> end, LogLines log)
    {
        var before = Count(log);
        using var client = await RawClient.ConnectAsync(url);

        // The server says "continue" when it begins to read the body: only then it can miss the rest.
        await client.SayAsync($"{head}Expect: 100-continue\r\n\r\n");
        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 100");
        await client.SayAsync(body);
        end(client);
        await Bounded.UntilAsync(() => Task.FromResult(Count(log) > before));
    }

    private static int Count(LogLines log) => log.All.Count(line => line.Contains(Released, StringComparison.Ordinal));
}
