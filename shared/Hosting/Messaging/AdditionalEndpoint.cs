using MassTransit;

namespace StorePush.Hosting.Messaging;

/// <summary>
/// One more queue for a saga or consumer, registered as a service. MassTransit's own registration knows one queue for each.
/// </summary>
/// <param name="Queue">The name of the queue.</param>
/// <param name="Configure">Binds it and adds what consumes from it.</param>
public sealed record AdditionalEndpoint(string Queue, Action<IRegistrationContext, IReceiveEndpointConfigurator> Configure);
