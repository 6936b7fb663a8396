using StorePush.Tests.Common.Servers;

[assembly: AssemblyFixture(typeof(PostgresServer))]
[assembly: AssemblyFixture(typeof(RabbitMqServer))]

// The tests share two cores with two servers; side by side they would only wait for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
