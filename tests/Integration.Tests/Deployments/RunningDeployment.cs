using StorePush.Tests.Common.Servers;

namespace StorePush.Integration.Tests.Deployments;

/// <summary>One deployment for the tests of a class, which keep apart by their stores.</summary>
public sealed class RunningDeployment(RabbitMqServer rabbitMq, PostgresServer postgres) : IAsyncLifetime
{
    internal Deployment Current { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Current = await Deployment.StartAsync(new Servers(rabbitMq, postgres), "--Delivery:SweepInterval=00:00:00.1", "--Delivery:ReplayPage=100");

    public ValueTask DisposeAsync() => Current.DisposeAsync();
}
