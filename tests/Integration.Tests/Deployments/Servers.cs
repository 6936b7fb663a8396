using StorePush.Tests.Common.Servers;

namespace StorePush.Integration.Tests.Deployments;

/// <summary>The two servers that a deployment stands on.</summary>
internal sealed record Servers(RabbitMqServer RabbitMq, PostgresServer Postgres);
