using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace StorePush.Pos.Tests.Hosting;

[Collection("the network of this machine")]
public sealed class HostTests : PosClientTest
{
    private readonly Guid _id = Guid.CreateVersion7();

    [Fact]
    public async Task One_line_makes_a_host_a_terminal()
    {
        var handler = new PrintingHandler();
        using var host = Build(services => services.AddPosClient<PrintingHandler>(Configure).AddSingleton(handler));
        await host.StartAsync(TestContext.Current.CancellationToken);
        var side = await Server.AcceptAsync();

        await side.PushAsync(_id);

        (await side.ExpectAckAsync()).ShouldBe([_id]);
        handler.Printed.ShouldBe([_id]);
        await side.ConfirmAsync(_id);
        await host.StopAsync(TestContext.Current.CancellationToken);
        (await side.ClosedAsync()).ShouldBe(1000);
    }

    [Fact]
    public async Task A_terminal_is_configured_by_a_section_and_its_tokens_come_from_a_service()
    {
        var section = new Dictionary<string, string?>
        {
            ["Terminal:Url"] = $"{Server.Url}",
            ["Terminal:StoreId"] = "S7",
            ["Terminal:DeviceId"] = "till-9",
            ["Terminal:AcknowledgeMode"] = "ByHand",
            ["Terminal:AckTimeout"] = "00:00:07",
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(section).Build();
        using var host = Build(services => services
            .AddSingleton(new Tokens("from a service"))
            .AddPosClient(options => configuration.Bind("Terminal", options), (_, _) => Task.CompletedTask)
            .AddOptions<PosClientOptions>().Configure<Tokens>((options, tokens) => options.TokenProvider = tokens.GetAsync));

        await host.StartAsync(TestContext.Current.CancellationToken);

        var handshake = await Server.NextAsync();
        handshake.Path.ShouldBe("/v1/stores/S7/devices/till-9/socket");
        handshake.Authorization.ShouldBe("Bearer from a service");
        var options = host.Services.GetRequiredService<IOptions<PosClientOptions>>().Value;
        (options.AcknowledgeMode, options.AckTimeout).ShouldBe((AcknowledgeMode.ByHand, TimeSpan.FromSeconds(7)));
    }

    [Fact]
    public async Task A_handler_that_throws_leaves_the_host_and_the_terminal_running()
    {
        using var host = Build(services => services.AddPosClient(
            Configure, (message, _) => message.Push == 1 ? throw new InvalidOperationException("no paper") : Task.CompletedTask));
        await host.StartAsync(TestContext.Current.CancellationToken);
        var side = await Server.AcceptAsync();
        await side.PushAsync(_id);
        await Bounded.UntilAsync(() => Task.FromResult(Log.All.Any(line => line.Contains("no paper"))));

        await side.PushAsync(_id, push: 2);

        (await side.ExpectAckAsync()).ShouldBe([_id]);
    }

    [Fact]
    public async Task A_wrong_option_stops_the_start_and_is_named()
    {
        using var host = Build(services => services.AddPosClient(options => options.StoreId = "a b", (_, _) => Task.CompletedTask));

        var problem = await host.StartAsync(TestContext.Current.CancellationToken).ShouldThrowAsync<OptionsValidationException>();

        problem.Message.ShouldContain("StoreId: ");
        problem.Message.ShouldContain("TokenProvider: ");
    }

    [Fact]
    public void A_host_is_one_terminal() =>
        Should.Throw<InvalidOperationException>(() => Build(services => services
            .AddPosClient(Configure, (_, _) => Task.CompletedTask)
            .AddPosClient(Configure, (_, _) => Task.CompletedTask)));

    [Fact]
    public async Task A_terminal_that_is_not_wanted_is_critical_and_the_host_goes_on()
    {
        using var host = Build(services => services.AddPosClient(Configure, (_, _) => Task.CompletedTask));
        await host.StartAsync(TestContext.Current.CancellationToken);
        var side = await Server.AcceptAsync();

        await side.CloseAsync(4403);

        await Bounded.UntilAsync(() => Task.FromResult(Log.All.Any(line => line.Contains("This terminal gets no orders any more"))));
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested.ShouldBeFalse();
        host.Services.GetRequiredService<PosClient>().State.ShouldBe(ConnectionState.Stopped);
    }

    private void Configure(PosClientOptions options) =>
        (options.Url, options.StoreId, options.DeviceId, options.TokenProvider) =
        (Server.Url, "S1", "till-1", _ => ValueTask.FromResult("token"));

    private IHost Build(Action<IServiceCollection> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(Log);
        add(builder.Services);
        return builder.Build();
    }

    private sealed class Tokens(string token)
    {
        public ValueTask<string> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(token);
    }
}
