using System.Text.RegularExpressions;

namespace StorePush.Protocol.Tests.Pages;

public sealed class HttpFileTests
{
    [Fact]
    public void Every_call_that_the_document_describes_can_be_sent_from_the_file() =>
        OpenApi.Operations.Where(each => !HttpFile.Calls.Any(call => Is(call, each.Method, each.Path)))
            .Select(each => $"{each.Method} {each.Path}").ShouldBeEmpty();

    [Fact]
    public void Every_call_of_the_file_is_one_that_the_document_describes() =>
        HttpFile.Calls.Where(call => !OpenApi.Operations.Any(each => Is(call, each.Method, each.Path))).ShouldBeEmpty();

    private static bool Is((string Method, string Path) call, string method, string template) =>
        call.Method == method && Regex.IsMatch(call.Path, $"^{Regex.Replace(Regex.Escape(template), @"\\\{\w+}", "[^/]+")}$");
}
