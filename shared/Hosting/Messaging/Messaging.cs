using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using StorePush.Hosting.Configuration;

namespace StorePush.Hosting.Messaging;

/// <summary>The bus of a process.</summary>
public static class Messaging
{
    /// <summary>
    /// The broker's default of 60 seconds leaves a connection that is dead and does not say so in use for two minutes; sessions of an
    /// edge are removed after half a minute of silence.
    /// </summary>
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The client's default for what is asked of the connection itself, and not of a channel. One that is lost is disposed of after so
    /// long, at the latest: by then its channels must have been told, which takes seconds where publishers wait.
    /// </summary>
    private static readonly TimeSpan ConnectionAnswerTimeout = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Connects the process to RabbitMQ.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="consumers">Adds the consumers and sagas of its services.</param>
    /// <exception cref="OptionsValidationException"><c>Broker__Url</c> is missing or bad.</exception>
    public static void AddMessaging(this WebApplicationBuilder builder, params Action<IBusRegistrationConfigurator>[] consumers)
    {
        var options = builder.AddCheckedOptions<BrokerOptions>(BrokerOptions.Section);
        if (options.Url is null)
        {
            throw new OptionsValidationException(
                BrokerOptions.Section,
                typeof(BrokerOptions),
                [$"{BrokerOptions.Section}__{nameof(BrokerOptions.Url)}: is required: amqp://user:password@host:port/vhost."]);
        }

        builder.AddRabbitMq(options, consumers);
    }

    /// <summary>Connects the process to RabbitMQ where <c>Broker__Url</c> is set, else to queues in its own memory.</summary>
    /// <param name="builder">The process, which must hold every service.</param>
    /// <param name="consumers">Adds the consumers and sagas of its services.</param>
    public static void AddMessagingOrMemory(
        this WebApplicationBuilder builder, params Action<IBusRegistrationConfigurator>[] consumers)
    {
        var options = builder.AddCheckedOptions<BrokerOptions>(BrokerOptions.Section);
        if (options.Url is not null)
            builder.AddRabbitMq(options, consumers);
        else
            builder.AddMemory(options, consumers);
    }

    private static void AddRabbitMq(
        this WebApplicationBuilder builder, BrokerOptions options, Action<IBusRegistrationConfigurator>[] consumers)
    {
        builder.Services.AddSingleton<ISafePublisher, ConfirmedPublisher>();
        builder.Services.AddHostedService<BrokerReconnect>();
        builder.Services.AddSingleton<LostConnections>();
        builder.Services.AddSingleton<BrokenChannels>();
        builder.Services.AddPublishObserver(services => services.GetRequiredService<BrokenChannels>());
        builder.AddBus(consumers, bus => bus.UsingRabbitMq((context, rabbit) =>
        {
            rabbit.Host(options.Url!, builder.Environment.ApplicationName, host =>
            {
                host.Heartbeat(HeartbeatInterval);
                host.RequestedConnectionTimeout(ConnectTimeout);
                host.ContinuationTimeout(options.AnswerTimeout);
                host.OnRefreshConnectionFactory = connections =>
                {
                    connections.ContinuationTimeout = connections.HandshakeContinuationTimeout = ConnectionAnswerTimeout;
                    return Task.CompletedTask;
                };
            });
            rabbit.PrefetchCount = options.Prefetch;
            BrokerTopology.Configure(rabbit);
            foreach (var binding in context.GetServices<AdditionalBinding>())
                binding.Declare(rabbit);
            ConfigureEndpoints(rabbit, context);
        }));

        // After the bus, so that it has stopped when the bus is stopped for good.
        builder.Services.AddHostedService<BusRevival>();
    }

    private static void AddMemory(
        this WebApplicationBuilder builder, BrokerOptions options, Action<IBusRegistrationConfigurator>[] consumers)
    {
        builder.Services.AddSingleton<ConsumedPublisher>();
        builder.Services.AddSingleton<ISafePublisher>(services =>
            services.GetRequiredService<ConsumedPublisher>().Use(services.GetRequiredService<IBus>()));
        builder.Services.AddReceiveObserver(services => services.GetRequiredService<ConsumedPublisher>());
        builder.Services.AddConsumeObserver(services => services.GetRequiredService<ConsumedPublisher>());

        // What is published before the queues are there is lost, and calls come as soon as all that is to be waited for has started.
        builder.Services.Configure<MassTransitHostOptions>(host => host.WaitUntilStarted = true);
        builder.AddBus(consumers, bus => bus.UsingInMemory((context, memory) =>
        {
            memory.PrefetchCount = options.Prefetch;
            InMemoryTopology.Configure(memory);
            ConfigureEndpoints(memory, context);
        }));
    }

    private static void ConfigureEndpoints<TEndpoint>(IBusFactoryConfigurator<TEndpoint> bus, IBusRegistrationContext context)
        where TEndpoint : IReceiveEndpointConfigurator
    {
        bus.ConfigureEndpoints(context);
        foreach (var (queue, configure) in context.GetServices<AdditionalEndpoint>())
        {
            bus.ReceiveEndpoint(queue, endpoint =>
            {
                PutAside.Configure(context, queue, endpoint);
                configure(context, endpoint);
            });
        }
    }

    private static void AddBus(
        this WebApplicationBuilder builder,
        Action<IBusRegistrationConfigurator>[] consumers,
        Action<IBusRegistrationConfigurator> transport)
    {
        builder.Services.AddSingleton<MessagingMetrics>();
        builder.Services.AddSingleton<BrokerMetrics>();

        // Nobody else asks for it.
        builder.Services.ConfigureOpenTelemetryMeterProvider(meters => meters.AddInstrumentation<BrokerMetrics>());
        builder.Services.Configure<MassTransitHostOptions>(host => host.StopTimeout = StopTimeout);
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetKebabCaseEndpointNameFormatter();
            bus.AddConfigureEndpointsCallback(PutAside.Configure);
            foreach (var add in consumers)
                add(bus);
            transport(bus);
        });
    }
}
