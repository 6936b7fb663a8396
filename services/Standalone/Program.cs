using StorePush.Delivery;
using StorePush.Edge;
using StorePush.Hosting;
using StorePush.Hosting.Messaging;
using StorePush.Ingest;
using StorePush.Standalone;
using StorePush.Standalone.Demo;

return await ServiceHost.RunAsync(
    args,
    builder =>
    {
        builder.UseDefaultPort(8080);
        KeyOfThisRun.Add(builder);
        builder.AddIngest();
        builder.AddDeliveryOrFile(Path.Combine("data", "storepush.db"));
        builder.AddEdge();
        builder.AddMessagingOrMemory(
            bus => bus.AddDeliveryConsumers(builder.Configuration),
            bus => bus.AddEdgeConsumers());
        builder.AddGreeting();
        builder.AddDemo();
    },
    app =>
    {
        app.MapIngest();
        app.MapDelivery();
        app.MapEdge();
        app.MapOpenApi();
        app.MapDemo();
    });
