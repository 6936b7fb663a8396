using StorePush.Hosting;
using StorePush.Hosting.Messaging;
using StorePush.Ingest;

return await ServiceHost.RunAsync(
    args,
    builder =>
    {
        builder.UseDefaultPort(8081);
        builder.AddIngest();
        builder.AddMessaging();
    },
    app =>
    {
        app.MapIngest();
        app.MapOpenApi();
    });
