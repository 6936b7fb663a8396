using System.Net;
using System.Text.RegularExpressions;
using StorePush.Console.Tests.Running;

namespace StorePush.Console.Tests;

/// <summary>How the page itself is served.</summary>
public sealed partial class PageTests(SharedServer server)
{
    [Theory]
    [InlineData("/console")]
    [InlineData("/console/main.js")]
    [InlineData("/demo")]
    [InlineData("/demo/demo.js")]
    public async Task A_page_may_do_nothing_but_show_itself_and_ask_its_own_server(string path)
    {
        using var response = await GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var policy = Header(response, "Content-Security-Policy").Split("; ");
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self'");
        policy.ShouldContain("style-src 'self'");
        policy.ShouldContain("connect-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldContain("require-trusted-types-for 'script'");
        policy.ShouldAllBe(part => !part.Contains("unsafe", StringComparison.Ordinal) && !part.Contains("http", StringComparison.Ordinal));
        Header(response, "Referrer-Policy").ShouldBe("no-referrer");
        Header(response, "X-Content-Type-Options").ShouldBe("nosniff");
        Header(response, "X-Frame-Options").ShouldBe("DENY");
    }

    [Theory]
    [InlineData("/console")]
    [InlineData("/demo")]
    public async Task A_page_has_no_script_and_no_style_but_in_files_of_this_server(string path)
    {
        using var response = await GetAsync(path);
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        page.ShouldNotMatch(@"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=");
        Reference().Matches(page).Select(match => match.Groups[1].Value).ShouldAllBe(address =>
            address.StartsWith("/console/", StringComparison.Ordinal) || address.StartsWith("/demo/", StringComparison.Ordinal)
            || address.StartsWith('#'));
    }

    [Theory]
    [InlineData("/console/index.html")]
    [InlineData("/console/nothing.js")]
    [InlineData("/console/..%2fDelivery.dll")]
    [InlineData("/demo/console.css")]
    public async Task What_is_no_file_of_the_page_is_not_there(string path)
    {
        using var response = await GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_a_browser_has_already_is_not_sent_again()
    {
        using var first = await GetAsync("/console/uplot.js");

        using var again = await GetAsync("/console/uplot.js", request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));

        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        first.Headers.CacheControl!.NoCache.ShouldBeTrue();
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).ShouldHaveSingleItem();

    private async Task<HttpResponseMessage> GetAsync(string path, Action<HttpRequestMessage>? change = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri((await server.GetAsync()).Url, path));
        change?.Invoke(request);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"(?:src|href)=""([^""]*)""")]
    private static partial Regex Reference();
}
