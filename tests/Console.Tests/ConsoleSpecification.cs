using Microsoft.Playwright;
using StorePush.Console.Tests.Running;
using StorePush.Hosting.Authentication;
using StorePush.Terminals.Tests.Running;

namespace StorePush.Console.Tests;

/// <summary>A test of the console, with a store of its own on a server that others use too.</summary>
public abstract class ConsoleSpecification(Server server, Chromium chromium)
{
    private protected const string Everything = $"{Scopes.OrdersWrite} {Scopes.MessagesRead} {Scopes.DevicesWrite}";

    protected ConsoleSpecification(SharedServer server, Chromium chromium)
        : this((Server)server, chromium) => Assertions.SetDefaultExpectTimeout((float)Bounded.Limit.TotalMilliseconds);

    protected string Store { get; } = $"shop-{Guid.CreateVersion7().ToString("N")[^10..]}";

    protected Task<StandaloneProcess> ServerAsync() => server.GetAsync();

    protected static string Token(string scope = Everything, string? storeId = null) =>
        new TestToken { Now = TimeProvider.System.GetUtcNow(), Scope = scope, StoreId = storeId, Subject = "Ada" }.Sign();

    /// <summary>Somebody at the door.</summary>
    private protected async Task<Visitor> ArriveAsync()
    {
        var page = await chromium.NewPageAsync();
        return await Visitor.OpenAsync(page, new Uri((await ServerAsync()).Url, "/console"));
    }

    /// <summary>Somebody who is signed in, and looks at a view.</summary>
    private protected async Task<Visitor> VisitAsync(string view = "", string scope = Everything, string? storeId = null)
    {
        var visitor = await ArriveAsync();
        await visitor.SignInAsync(Token(scope, storeId));
        await Assertions.Expect(visitor.Button("Sign out")).ToBeVisibleAsync();
        if (view.Length > 0)
            await visitor.GoToAsync(view);
        return visitor;
    }

    private protected async Task<ShopDevice> DeviceAsync(string deviceId) =>
        await ShopDevice.ConnectAsync((await ServerAsync()).Url, Store, deviceId);
}
