using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace StorePush.Pos;

/// <summary>Makes a Generic Host a terminal.</summary>
public static class PosClientServiceCollectionExtensions
{
    /// <summary>
    /// Connects when the host starts and ends gracefully when it stops. Each message goes to a <typeparamref name="THandler"/> of a scope of
    /// its own. When the server does not want this terminal, that is logged as critical and the host goes on without it; the application
    /// learns it from <see cref="PosClient.ConnectionChanged"/> of the <see cref="PosClient"/> that is registered too.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Says which terminal it is. A wrong option stops the start.</param>
    /// <exception cref="InvalidOperationException">The host is a terminal already.</exception>
    public static IServiceCollection AddPosClient<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IServiceCollection services, Action<PosClientOptions> configure)
        where THandler : class, IOrderHandler
    {
        services.TryAddScoped<THandler>();
        return services.AddPosClient(configure, provider => async (message, cancellationToken) =>
        {
            await using var scope = provider.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<THandler>().HandleAsync(message, cancellationToken);
        });
    }

    /// <summary>The same with a function instead of a handler class.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Says which terminal it is. A wrong option stops the start.</param>
    /// <param name="handler">Takes a message, which is acknowledged when it returns.</param>
    /// <exception cref="InvalidOperationException">The host is a terminal already.</exception>
    public static IServiceCollection AddPosClient(
        this IServiceCollection services,
        Action<PosClientOptions> configure,
        Func<OrderMessage, CancellationToken, Task> handler) => services.AddPosClient(configure, _ => handler);

    private static IServiceCollection AddPosClient(
        this IServiceCollection services,
        Action<PosClientOptions> configure,
        Func<IServiceProvider, Func<OrderMessage, CancellationToken, Task>> handler)
    {
        if (services.Any(service => service.ServiceType == typeof(PosClient)))
            throw new InvalidOperationException("A host is one terminal: AddPosClient was called before. Make further PosClients yourself.");

        services.AddOptions<PosClientOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PosClientOptions>, PosClientOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new PosClient(
            provider.GetRequiredService<IOptions<PosClientOptions>>().Value,
            provider.GetService<ILogger<PosClient>>(),
            provider.GetRequiredService<TimeProvider>()));
        return services.AddHostedService(provider => new PosClientService(
            provider.GetRequiredService<PosClient>(), handler(provider), provider.GetRequiredService<ILogger<PosClientService>>()));
    }
}
