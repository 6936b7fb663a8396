using StorePush.Edge;
using StorePush.Hosting;
using StorePush.Hosting.Messaging;

return await ServiceHost.RunAsync(
    args,
    builder =>
    {
        builder.UseDefaultPort(8083);
        builder.AddEdge();
        builder.AddMessaging(EdgeModule.AddEdgeConsumers);
    },
    app => app.MapEdge());
