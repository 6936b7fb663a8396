using System.Net;
using System.Net.Http.Headers;
using System.Text;
using FsCheck.Fluent;
using StorePush.Hosting.Authentication;
using StorePush.Integration.Tests.Standalone;
using StorePush.Tests.Properties;

namespace StorePush.Integration.Tests.Security;

/// <summary>Whatever a caller asks for, the answer says whose fault it is, and it is never ours.</summary>
public sealed class HostileInputTests(RunningStandalone standalone) : IClassFixture<RunningStandalone>, IDisposable
{
    private const int Runs = 400;

    private static readonly HttpStatusCode[] Honest =
        [HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed];

    private static readonly string[] RightPaths =
    [
        "stores/S1/messages?status=pending&limit=5&cursor=MTc2OTg2MDgwMDAwMCAwMDAwMDAwMDAwMDA1MDAwODAwMDAwMDAwMDAwMDAwMA",
        "stores/S1/messages?status=delivered&cursor=MjUzNDAyMzAwNzk5OTk5IGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZm",
        "messages/2f1b9d2e-0000-5000-8000-000000000000",
        "stores/S1/devices",
    ];

    private readonly HttpClient _client = new()
    {
        BaseAddress = standalone.Url,
        DefaultRequestHeaders =
        {
            Authorization = new AuthenticationHeaderValue(
                "Bearer", new TestToken { Now = TimeProvider.System.GetUtcNow(), Scope = $"{Scopes.MessagesRead} {Scopes.DevicesWrite}" }.Sign()),
        },
    };

    public void Dispose() => _client.Dispose();

    [Fact]
    public void Any_question_gets_an_honest_answer() =>
        AnyInput.Holds(Inputs.Damaged(RightPaths).Select(Escape), Runs, path => Send(HttpMethod.Get, path, null));

    [Fact]
    public void Any_cursor_gets_an_honest_answer() =>
        AnyInput.Holds(
            Gen.OneOf(Inputs.Noise, Inputs.Damaged("1769860800000 00000000000050008000000000000000")),
            Runs,
            cursor => Send(
                HttpMethod.Get, Encoding.ASCII.GetBytes($"stores/S1/messages?cursor={System.Buffers.Text.Base64Url.EncodeToString(cursor)}"), null));

    [Fact]
    public void Any_body_of_a_call_for_a_token_gets_an_honest_answer() =>
        AnyInput.Holds(
            Inputs.Hostile(["expiresInSeconds", "\\ud800", "\\ud800 longer than 16 bytes"], """{"expiresInSeconds":3600}"""),
            Runs,
            body => Send(HttpMethod.Post, "stores/S1/devices/till-1/token"u8.ToArray(), body));

    /// <summary>Over it the search for a field stumbles, when the name is longer than 16 bytes.</summary>
    [Fact]
    public void Half_a_character_in_the_name_of_a_field_is_the_callers_fault()
    {
        using var body = new ByteArrayContent("""{"\ud800aaaaaaaaaaaaaaaa":1}"""u8.ToArray());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(standalone.Url, "/v1/stores/S1/devices/till-1/token")) { Content = body };

        using var answer = _client.Send(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public void Any_device_may_be_revoked_or_is_none() =>
        AnyInput.Holds(
            Inputs.Damaged("stores/S1/devices/till-1").Select(Escape), Runs, path => Send(HttpMethod.Delete, path, null));

    /// <summary>As a client has to write what a URL can't hold.</summary>
    private static byte[] Escape(byte[] path) =>
        [.. path.SelectMany(one => one is > 32 and < 127 ? [one] : Encoding.ASCII.GetBytes($"%{one:X2}"))];

    private void Send(HttpMethod method, byte[] path, byte[]? body)
    {
        // As it is written: a Uri would tidy it up.
        var uri = new Uri($"{standalone.Url.GetLeftPart(UriPartial.Authority)}/v1/{Encoding.ASCII.GetString(path)}", new UriCreationOptions
        {
            DangerousDisablePathAndQueryCanonicalization = true,
        });
        using var request = new HttpRequestMessage(method, uri) { Content = body is null ? null : new ByteArrayContent(body) };
        using var answer = _client.Send(request, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBeOneOf(Honest);
    }
}
