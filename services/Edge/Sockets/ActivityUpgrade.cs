using Microsoft.AspNetCore.Http.Features;

namespace StorePush.Edge.Sockets;

/// <summary>Puts an <see cref="ActivityStream"/> under the WebSocket that the framework makes of an upgraded connection.</summary>
internal sealed class ActivityUpgrade(IHttpUpgradeFeature inner, TimeProvider clock) : IHttpUpgradeFeature
{
    /// <summary>Must run before the framework's WebSocket middleware, which takes the feature that it finds.</summary>
    public static void Use(IApplicationBuilder app)
    {
        var clock = app.ApplicationServices.GetRequiredService<TimeProvider>();
        app.Use((context, next) =>
        {
            if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } inner)
            {
                var upgrade = new ActivityUpgrade(inner, clock);
                context.Features.Set(upgrade);
                context.Features.Set<IHttpUpgradeFeature>(upgrade);
            }

            return next(context);
        });
    }

    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    /// <summary>The stream, once the connection was upgraded.</summary>
    public ActivityStream? Stream { get; private set; }

    public async Task<Stream> UpgradeAsync() => Stream = new ActivityStream(await inner.UpgradeAsync(), clock);
}
