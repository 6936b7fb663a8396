using StorePush.Gateway;
using StorePush.Hosting;

return await ServiceHost.RunAsync(
    args,
    builder =>
    {
        builder.UseDefaultPort(8080);
        builder.AddGateway();
    },
    app => app.MapGateway());
