using Microsoft.AspNetCore.Http.Features;

namespace StorePush.Edge.Sockets;

/// <summary>Puts an <see cref="ActivityStream"/> under the WebSocket that the framework makes of an upgraded connection.</summary>
internal sealed class ActivityUpgrade(IHttpUpgradeFeature inner, TimeProvider clock) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    /// <summary>The stream, once the connection was upgraded.</summary>
    public ActivityStream? Stream { get; private set; }

    public async Task<Stream> UpgradeAsync() => Stream = new ActivityStream(await inner.UpgradeAsync(), clock);
}
