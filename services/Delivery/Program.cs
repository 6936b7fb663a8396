using StorePush.Delivery;
using StorePush.Hosting;
using StorePush.Hosting.Messaging;

return await ServiceHost.RunAsync(
    args,
    builder =>
    {
        builder.UseDefaultPort(8082);
        builder.AddDelivery();
        builder.AddMessaging(bus => bus.AddDeliveryConsumers(builder.Configuration));
    },
    app =>
    {
        app.MapDelivery();
        app.MapOpenApi();
    });
