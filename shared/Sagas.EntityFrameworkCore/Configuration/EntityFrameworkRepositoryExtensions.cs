using StorePush.Sagas.EntityFrameworkCore.Configuration;

// The namespace of the words around it, so that the registration reads the same with MassTransit's own repository.
namespace MassTransit;

/// <summary>Registers the Entity Framework Core saga repository.</summary>
public static class EntityFrameworkRepositoryExtensions
{
    /// <summary>
    /// Keeps the sagas in a table of a <c>DbContext</c>, with optimistic concurrency by <see cref="ISagaVersion.Version"/> and with
    /// the loads and saves of all messages in flight in common batches.
    /// </summary>
    /// <remarks>
    /// A message whose saga was changed meanwhile gets a <c>SagaConcurrencyException</c>: put a retry on the endpoint, and the
    /// in-memory outbox inside it. A new row has version 1; only columns that changed are written; no change is no write.
    /// </remarks>
    /// <param name="registration">The saga.</param>
    /// <param name="configure">Names the <c>DbContext</c> and the database; both are needed.</param>
    /// <typeparam name="TSaga">The type of the saga's instances.</typeparam>
    public static ISagaRegistrationConfigurator<TSaga> EntityFrameworkRepository<TSaga>(
        this ISagaRegistrationConfigurator<TSaga> registration,
        Action<EntityFrameworkRepositoryConfigurator<TSaga>> configure)
        where TSaga : class, ISagaVersion
    {
        ArgumentNullException.ThrowIfNull(registration);
        ArgumentNullException.ThrowIfNull(configure);

        var configurator = new EntityFrameworkRepositoryConfigurator<TSaga>();
        configure(configurator);

        return registration.Repository(configurator.Register);
    }
}
