using StorePush.Tests.Common.Servers;

[assembly: AssemblyFixture(typeof(PostgresServer))]
[assembly: AssemblyFixture(typeof(RabbitMqServer))]

// One fault at a time: what is measured is one cluster on this machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
