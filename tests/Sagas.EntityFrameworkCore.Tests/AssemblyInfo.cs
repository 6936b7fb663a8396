using StorePush.Tests.Common.Servers;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresServer))]
