using StorePush.Delivery;
using StorePush.Edge;
using StorePush.Hosting;
using StorePush.Hosting.Messaging;
using StorePush.Ingest;
using StorePush.Standalone;

return await ServiceHost.RunAsync(
    args,
    builder =>
    {
        builder.UseDefaultPort(8080);
        builder.AddKeyOfThisRun();
        builder.AddIngest();
        builder.AddDeliveryOrFile(Path.Combine("data", "storepush.db"));
        builder.AddEdge();
        builder.AddMessagingOrMemory(
            bus => bus.AddDeliveryConsumers(builder.Configuration),
            bus => bus.AddEdgeConsumers());
        builder.AddGreeting();
    },
    app =>
    {
        app.MapIngest();
        app.MapDelivery();
        app.MapEdge();
        app.MapOpenApi();
    });
