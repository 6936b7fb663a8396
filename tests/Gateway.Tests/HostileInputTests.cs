using System.Text;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging;
using StorePush.Tests.Properties;

namespace StorePush.Gateway.Tests;

/// <summary>Whatever a client sends, no service is taken for sick because of it, and nobody writes into the log.</summary>
public sealed class HostileInputTests : IAsyncLifetime
{
    private const int Runs = 700;
    private const string Before = "GET /v1/stores/s1/messages HTTP/1.1\r\nHost: x\r\nX-A: ";
    private const string After = "\r\nConnection: close\r\n\r\n";

    private static readonly string[] Right =
    [
        $"{Before}麻婆豆腐{After}",
        "GET /v1/stores/s1/messages?status=pending&limit=5&cursor=%E9%BA%BB HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /v1/stores/s1/devices/d1/socket?a=1&access_token=e30.e30.c2ln HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /v1/stores/s1/devices/d1/socket?access_token=%E9%BA%BB HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "POST /v1/stores/s1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\nConnection: close\r\n\r\n{\"a\":1}",
        "POST /v1/orders:batch HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n7\r\n{\"a\":1}\r\n0\r\n\r\n",
    ];

    private readonly LogLines _log = new();
    private Upstream _service = null!;
    private GatewayProcess _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await Upstream.StartAsync();
        _gateway = await GatewayProcess.StartAsync(
            builder => builder.Logging.AddProvider(_log),
            $"--Gateway:Ingest={_service.Url}", $"--Gateway:Delivery={_service.Url}", $"--Gateway:Edge={_service.Url}", BrokenRequests.Setting);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _service.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public void Any_request_gets_an_answer_that_is_no_fault_of_ours()
    {
        AnyInput.Holds(Inputs.Damaged(Right), Runs, Send);

        _log.Alarms.ShouldBeEmpty();
    }

    [Fact]
    public void Any_header_gets_an_answer_that_is_no_fault_of_ours()
    {
        AnyInput.Holds(
            Inputs.Noise.Select(noise => (byte[])[.. Encoding.ASCII.GetBytes(Before), .. noise, .. Encoding.ASCII.GetBytes(After)]), Runs, Send);

        _log.Alarms.ShouldBeEmpty();
    }

    [Fact]
    public async Task Clients_that_break_off_are_no_line_of_log()
    {
        // One that is kept to be sent again, and one that is too large for that.
        await BrokenRequests.SendAllAsync(
            _gateway.Client.BaseAddress!, "POST /v1/stores/s1/orders HTTP/1.1\r\nHost: x\r\n", 5_000, _log);
        await BrokenRequests.SendAllAsync(
            _gateway.Client.BaseAddress!, "POST /v1/orders:batch HTTP/1.1\r\nHost: x\r\n", 500_000, _log);

        _log.Alarms.ShouldBeEmpty();
    }

    private void Send(byte[] request)
    {
        // The property is checked on a thread of its own.
#pragma warning disable VSTHRD002
        SendAsync(request).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    private async Task SendAsync(byte[] request)
    {
        using var client = await RawClient.ConnectAsync(_gateway.Client.BaseAddress!);
        try
        {
            await client.SayAsync(request);
            client.EndSaying();
        }
        catch (IOException)
        {
            // Closed for what came first.
        }

        // 505 is for another version of HTTP.
        (await client.ReadToEndAsync()).ShouldNotMatch(@"\AHTTP/1\.1 50[0-4]");
    }
}
