using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StorePush.Example;

// Broker__Url=amqp://user:password@host:port/vhost dotnet run --project shared/Contracts.Example
var builder = Host.CreateApplicationBuilder(args);
var broker = builder.Configuration.GetValue<Uri>("Broker:Url") ?? new Uri("amqp://guest:guest@localhost:5672/");
builder.Services.AddSingleton<SeenEvents>();
builder.Services.AddMassTransit(bus =>
{
    bus.AddConsumer<SettlementPrinter>();
    bus.UsingRabbitMq((context, rabbit) =>
    {
        rabbit.Host(broker);

        // A queue of your own, named after your service: it keeps what comes while the service is away. Whoever stops watching for good
        // deletes it, or it fills the broker.
        rabbit.ReceiveEndpoint("example-settlements", queue =>
        {
            queue.SetQuorumQueue();
            queue.ConfigureConsumer<SettlementPrinter>(context);
        });
    });
});
await builder.Build().RunAsync();
