using MassTransit;
using MassTransit.RabbitMqTransport;
using MassTransit.RabbitMqTransport.Configuration;
using MassTransit.Transports;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using StorePush.Integration.Tests.Deployments;
using StorePush.Tests.Common.Servers;

namespace StorePush.Integration.Tests.Faults;

/// <summary>A connection to the broker is lost, and the client library hangs over the first channel that it tells.</summary>
public sealed class LostConnectionTests(RabbitMqServer rabbitMq, PostgresServer postgres)
{
    private const string Store = "S1";

    private readonly Servers _servers = new(rabbitMq, postgres);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_consumer_that_is_not_told_that_its_connection_is_lost_consumes_again()
    {
        await using var deployment = await Deployment.PrepareAsync(_servers, "--Broker:AnswerTimeout=00:00:01");
        await using var link = TcpLink.Open(deployment.Broker.Url);
        await deployment.StartDeliveryAsync();
        await deployment.StartIngestAsync();
        var hang = new Hang();
        var edge = await deployment.StartEdgeAsync(link.Url, hang.PrepareAsync);
        await deployment.StartGatewayAsync();
        using var platform = deployment.Platform();
        await using var terminal = await deployment.ConnectAsync(Store, "till-1");
        var before = await platform.PlaceAsync(Store, "before");
        await terminal.ExpectMessageAsync(before);
        await terminal.AcknowledgeAsync(before);

        link.Mend();
        await hang.Begun.Soon();

        await terminal.ExpectMessageAsync(await platform.PlaceAsync(Store, "after"));
        hang.End();
        await edge.StopAsync(Cancellation);
    }

    /// <summary>A channel that takes for ever over the end of its connection, and stands before all others.</summary>
    private sealed class Hang
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        /// <summary>Opens the connection of a process that has not begun to use it.</summary>
        public Task PrepareAsync(WebApplication app)
        {
            var host = (RabbitMqHostConfiguration)app.Services.GetRequiredService<IBusInstance>().HostConfiguration;
            return host.ConnectionContextSupervisor.Send(
                Pipe.ExecuteAsync<ConnectionContext>(context => AddAsync(context.Connection)), Cancellation);
        }

        public void End() => _end.SetResult();

        private async Task AddAsync(IConnection connection)
        {
            // Only after the first does it stand behind MassTransit, which puts itself first beside this.
            await connection.CreateChannelAsync(cancellationToken: Cancellation);
            var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
            channel.ChannelShutdownAsync += (_, _) =>
            {
                _begun.SetResult();
                return _end.Task;
            };
        }
    }
}
