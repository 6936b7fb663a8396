using System.Globalization;
using StorePush.Terminals.Tests.Running;

namespace StorePush.Terminals.Tests;

/// <summary>What a terminal does, whatever it is written in.</summary>
public abstract class TerminalSpecification(OwnServer own, HastyServer hasty) : IAsyncDisposable
{
    private protected const string Till = "till-1";
    private const string OtherTill = "till-2";

    private readonly List<IAsyncDisposable> _running = [];

    /// <summary>Each test has its own.</summary>
    private protected string Store { get; } = $"S-{Guid.CreateVersion7():N}";

    /// <summary>What a terminal learns of a token that is refused.</summary>
    private protected virtual string Refused => "closed 401";

    [Fact]
    public async Task An_order_rings_and_is_delivered_by_this_device()
    {
        var server = await own.GetAsync();
        var terminal = await ConnectAsync(server.Url);

        var id = await server.Platform.PlaceAsync(Store, "1001");

        await terminal.Lines.NextAsync($"ringing {id} order.placed 1001");
        await terminal.Lines.NextAsync($"acked {id}");
        await server.Platform.UntilAsync(id, "delivered");
        (await server.Platform.GetMessageAsync(id)).GetProperty("deliveredBy").GetString().ShouldBe(Till);
    }

    [Fact]
    public async Task An_order_is_read_with_all_its_digits()
    {
        var server = await own.GetAsync();
        var terminal = await ConnectAsync(server.Url);

        var id = await server.Platform.PlaceAsync(Store, "1001", """{"a \"quoted\" 1.10":12345678901234567890,"total":[0.1234567890123456789,12.50]}""");

        var line = await terminal.Lines.NextAsync($"ringing {id}");
        line.Text.ShouldContain("12345678901234567890");
        line.Text.ShouldContain("0.1234567890123456789");
        line.Text.ShouldContain("12.50");
    }

    [Fact]
    public async Task A_cancellation_rings_too()
    {
        var server = await own.GetAsync();
        var terminal = await ConnectAsync(server.Url);

        var id = await server.Platform.CancelAsync(Store, "1001", """{"reason":"sold out"}""");

        await terminal.Lines.NextAsync($"ringing {id} order.cancelled 1001");
        await terminal.Lines.NextAsync($"acked {id}");
    }

    [Fact]
    public async Task An_order_that_another_device_took_stops_ringing()
    {
        var server = await own.GetAsync();
        var terminal = await ConnectAsync(server.Url, acks: false);
        using var other = await OtherDevice.ConnectAsync(server.Url, Store, OtherTill);
        var id = await server.Platform.PlaceAsync(Store, "1001");
        await terminal.Lines.NextAsync($"ringing {id}");

        await other.TakeAsync(id);

        await terminal.Lines.NextAsync($"settled {id} by {OtherTill}");
    }

    [Fact]
    public async Task An_order_that_expires_stops_ringing()
    {
        var server = await own.GetAsync();
        var terminal = await ConnectAsync(server.Url, acks: false);

        var id = await server.Platform.PlaceAsync(Store, "1001", ttlSeconds: 8);

        await terminal.Lines.NextAsync($"ringing {id}");
        await terminal.Lines.NextAsync($"settled {id} expired");
    }

    [Fact]
    public async Task A_repeated_message_rings_once()
    {
        var server = await hasty.GetAsync();
        var terminal = await ConnectAsync(server.Url, acks: false);

        var id = await server.Platform.PlaceAsync(Store, "1001");

        await terminal.Lines.NextAsync($"repeated {id}");
        await terminal.Lines.NextAsync($"repeated {id}");
        terminal.Lines.Count($"ringing {id}").ShouldBe(1);
    }

    [Fact]
    public async Task An_ack_is_sent_again_until_it_is_answered()
    {
        var server = await own.GetAsync();
        await using var link = TcpLink.Open(server.Url);
        var terminal = await ConnectAsync(link.Url);
        link.Mute(true);
        var id = await server.Platform.PlaceAsync(Store, "1001");
        await terminal.Lines.NextAsync($"ringing {id}");
        await AnAckIsLostOnAsync(link);

        link.Mute(false);

        await terminal.Lines.NextAsync($"acked {id}");
        terminal.Lines.Count("connected").ShouldBe(1);
        terminal.Lines.Count($"ringing {id}").ShouldBe(1);
    }

    [Fact]
    public async Task An_ack_that_was_lost_with_its_connection_is_sent_on_the_next()
    {
        var server = await own.GetAsync();
        await using var link = TcpLink.Open(server.Url);
        var terminal = await ConnectAsync(link.Url);
        link.Mute(true);
        var id = await server.Platform.PlaceAsync(Store, "1001");
        await terminal.Lines.NextAsync($"ringing {id}");
        await AnAckIsLostOnAsync(link);

        link.Mend();

        await terminal.Lines.NextAsync("closed");
        await terminal.Lines.NextAsync("connected");
        await terminal.Lines.NextAsync($"acked {id}");
        terminal.Lines.Count($"ringing {id}").ShouldBe(1);
    }

    [Fact]
    public async Task A_cut_connection_is_made_again_and_what_was_pending_rings()
    {
        var server = await own.GetAsync();
        await using var link = TcpLink.Open(server.Url);
        var terminal = await ConnectAsync(link.Url);
        link.Cut();
        await terminal.Lines.NextAsync("closed 1006");
        var id = await server.Platform.PlaceAsync(Store, "1001");

        link.Mend();

        await terminal.Lines.NextAsync("connected");
        await terminal.Lines.NextAsync($"ringing {id}");
        await terminal.Lines.NextAsync($"acked {id}");
    }

    [Fact]
    public async Task A_silent_connection_is_noticed()
    {
        var server = await hasty.GetAsync();
        await using var link = TcpLink.Open(server.Url);
        var terminal = await ConnectAsync(link.Url);

        link.Silence();

        await terminal.Lines.NextAsync("closed 1006");
        link.Mend();
        await terminal.Lines.NextAsync("connected");
    }

    [Fact]
    public async Task A_server_that_was_killed_and_restarted_is_found_again()
    {
        var server = await own.GetAsync();
        var terminal = await ConnectAsync(server.Url);

        await server.KillAsync();

        await terminal.Lines.NextAsync("closed 1006");
        await server.RestartAsync();
        await terminal.Lines.NextAsync("connected");
        var id = await server.Platform.PlaceAsync(Store, "1001");
        await terminal.Lines.NextAsync($"acked {id}");
    }

    [Fact]
    public async Task A_server_that_stops_is_asked_again_when_it_said()
    {
        var server = await own.GetAsync();
        var terminal = await ConnectAsync(server.Url);

        var stopping = TimeProvider.System.GetTimestamp();
        await server.StopAsync();

        var told = await terminal.Lines.NextAsync("told to come back in ");
        await terminal.Lines.NextAsync("closed 1012");
        var next = await terminal.Lines.NextAsync("closed");
        await server.RestartAsync();
        await terminal.Lines.NextAsync("connected");
        var wait = TimeSpan.FromMilliseconds(int.Parse(told.Text.Split(' ')[^2], CultureInfo.InvariantCulture));
        TimeProvider.System.GetElapsedTime(stopping, next.Timestamp).ShouldBeGreaterThan(wait);
    }

    [Fact]
    public async Task An_expired_token_is_replaced()
    {
        var server = await own.GetAsync();
        var terminal = await ConnectAsync(
            server.Url, token: StandaloneProcess.DeviceToken(Store, Till, lifetime: TimeSpan.FromSeconds(12)));
        await terminal.GiveTokenAsync(StandaloneProcess.DeviceToken(Store, Till));

        await terminal.Lines.NextAsync("closed 4401");

        await terminal.Lines.NextAsync("connected");
    }

    [Fact]
    public async Task A_token_that_is_refused_is_replaced()
    {
        var server = await own.GetAsync();
        var terminal = await StartAsync(server.Url, token: "nonsense");
        await terminal.Lines.NextAsync(Refused);

        await terminal.GiveTokenAsync(StandaloneProcess.DeviceToken(Store, Till));

        await terminal.Lines.NextAsync("connected");
    }

    [Fact]
    public async Task A_revoked_device_stops()
    {
        var server = await own.GetAsync();
        var terminal = await ConnectAsync(server.Url);

        await server.Platform.RevokeAsync(Store, Till);

        await terminal.Lines.NextAsync("closed 4403");
        await terminal.GivenUpAsync();
    }

    [Fact]
    public async Task A_replaced_device_stops()
    {
        var server = await own.GetAsync();
        var terminal = await ConnectAsync(server.Url);

        using var newer = await OtherDevice.ConnectAsync(server.Url, Store, Till);

        await terminal.Lines.NextAsync("closed 4409");
        await terminal.GivenUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var terminal in _running)
            await terminal.DisposeAsync();
    }

    /// <summary>Waits until more was lost than anything shorter than an ack, such as a Pong.</summary>
    private static Task AnAckIsLostOnAsync(TcpLink link) => Bounded.UntilAsync(() => Task.FromResult(link.Lost > Guid.Empty.ToString().Length));

    private protected abstract Task<IRunningTerminal> StartAsync(Settings settings);

    private protected async Task<IRunningTerminal> StartAsync(Uri url, bool acks = true, string? token = null)
    {
        var terminal = await StartAsync(new Settings(url, Store, Till, token ?? StandaloneProcess.DeviceToken(Store, Till), acks));
        _running.Add(terminal);
        return terminal;
    }

    private protected async Task<IRunningTerminal> ConnectAsync(Uri url, bool acks = true, string? token = null)
    {
        var terminal = await StartAsync(url, acks, token);
        await terminal.Lines.NextAsync("connected");
        return terminal;
    }
}
