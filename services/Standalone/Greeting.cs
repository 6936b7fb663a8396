using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using StorePush.Hosting.Authentication;

namespace StorePush.Standalone;

/// <summary>Says hello on the console, with commands to paste into two other terminals.</summary>
/// <remarks>Tokens of a key that others use too, or that is there tomorrow, have no place on a console or in its log.</remarks>
internal sealed class Greeting(KeyOfThisRun key, IServer server, TokenIssuer tokens, TextWriter console) : IHostedLifecycleService
{
    private const string Store = "S1";
    private const string Device = "till-1";

    private static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(1);

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (!key.IsMade)
            return;

        var url = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://127.0.0.1:8080";
        var caller = tokens.Issue(
            "demo", $"{Scopes.OrdersWrite} {Scopes.MessagesRead} {Scopes.DevicesWrite}", storeId: null, TokenLifetime);
        var device = tokens.IssueForDevice(Store, Device, TokenLifetime);

        await console.WriteLineAsync(
            $$$"""

            StorePush listens on {{{url}}}. The tokens below are valid for a day.

            See it in a browser: {{{url}}}/demo rings, {{{url}}}/console shows how it is going; it asks for a token:

              {{{caller.Token}}}

            Listen as device {{{Device}}} of store {{{Store}}} (Node 22 or newer; it acknowledges what rings):

              node -e '
              const ws = new WebSocket(process.argv[1]);
              ws.onmessage = e => { console.log(e.data); const m = JSON.parse(e.data);
                if (m.type === "message") ws.send(JSON.stringify({ type: "ack", id: m.id })); };
              ws.onclose = e => console.log("closed", e.code);
              ' '{{{url.Replace("http", "ws", StringComparison.Ordinal)}}}/v1/stores/{{{Store}}}/devices/{{{Device}}}/socket?access_token={{{device.Token}}}'

            The same without Node, with keys to acknowledge and to hold acknowledgements (from the repository's root):

              dotnet run --project shared/Cli -- pos --store {{{Store}}} --device {{{Device}}} --url {{{url}}} \
                --token {{{device.Token}}}

            Place an order:

              curl -i {{{url}}}/v1/stores/{{{Store}}}/orders \
                -H 'Authorization: Bearer {{{caller.Token}}}' -H 'Content-Type: application/json' \
                -d '{"platform":"meituan","orderId":"'"$(date +%s)"'","order":{"dish":"麻婆豆腐","qty":1}}'

            See where the store's messages stand:

              curl -s {{{url}}}/v1/stores/{{{Store}}}/messages -H 'Authorization: Bearer {{{caller.Token}}}'

            """.AsMemory(),
            cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
