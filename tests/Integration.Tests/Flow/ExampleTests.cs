using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using StorePush.Contracts;
using StorePush.Integration.Tests.Deployments;
using StorePush.Tests.Common.Servers;

namespace StorePush.Integration.Tests.Flow;

/// <summary>The example that other teams copy, as a process of its own.</summary>
public sealed class ExampleTests(RabbitMqServer rabbitMq, PostgresServer postgres)
{
    private const string Queue = "example-settlements";

    [Fact]
    public async Task The_example_prints_what_became_of_each_message_once()
    {
        await using var deployment = await Deployment.StartAsync(
            new Servers(rabbitMq, postgres), "--Delivery:SweepInterval=00:00:00.1");
        using var platform = deployment.Platform();
        await using var terminal = await deployment.ConnectAsync("S1", "till-1");
        var lines = new ConcurrentQueue<string>();
        using var example = await StartAsync(deployment, lines);

        var delivered = await platform.PlaceAsync("S1", "1001");
        await terminal.ExpectMessageAsync(delivered);
        await terminal.AcknowledgeAsync(delivered);
        await WaitForAsync(lines, $"{delivered} delivered: order 1001 to S1 by till-1");
        await deployment.Deliveries[0].Services.GetRequiredService<IBus>().Publish(
            new MessageDelivered
            {
                MessageId = delivered,
                Kind = "order.placed",
                Platform = "meituan",
                StoreId = "S1",
                OrderId = "1001",
                DeviceId = "till-1",
                AcceptedAt = DateTimeOffset.UnixEpoch,
                DeliveredAt = DateTimeOffset.UnixEpoch,
                Pushes = 1,
            },
            TestContext.Current.CancellationToken);
        var expired = await platform.PlaceAsync("S2", "1002", ttlSeconds: 1);

        await WaitForAsync(lines, $"{expired} expired: order 1002 for S2");
        lines.Count(line => line.StartsWith($"{delivered}", StringComparison.Ordinal)).ShouldBe(1);
        example.Kill();
    }

    private static Task WaitForAsync(ConcurrentQueue<string> lines, string line) =>
        Bounded.UntilAsync(() => Task.FromResult(lines.Contains(line)));

    /// <summary>Starts it, and waits until the broker brings it what happens from now on.</summary>
    private static async Task<Process> StartAsync(Deployment deployment, ConcurrentQueue<string> lines)
    {
        // Built beside the tests, in the same configuration.
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(own.Parent!.Parent!.FullName, "Contracts.Example", own.Name, "StorePush.Contracts.Example.dll");
        var start = new ProcessStartInfo("dotnet", program) { RedirectStandardOutput = true };
        start.Environment["Broker__Url"] = deployment.Broker.Url.ToString();
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        await Bounded.UntilAsync(async () =>
        {
            var bindings = JsonElement.Parse(await deployment.Broker.GetAsync("bindings", "", TestContext.Current.CancellationToken));
            var sources = bindings.EnumerateArray()
                .Where(binding => binding.GetProperty("destination").GetString() == Queue)
                .Select(binding => binding.GetProperty("source").GetString()!)
                .ToList();
            return sources.Exists(source => source.EndsWith(":MessageDelivered", StringComparison.Ordinal))
                && sources.Exists(source => source.EndsWith(":MessageExpired", StringComparison.Ordinal));
        });
        return process;
    }
}
