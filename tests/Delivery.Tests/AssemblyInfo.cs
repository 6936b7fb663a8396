using StorePush.Tests.Common.Servers;

[assembly: AssemblyFixture(typeof(PostgresServer))]
