using System.Net;
using StorePush.Contracts;
using StorePush.Edge.Tests.Devices;
using StorePush.Tests.Properties;

namespace StorePush.Edge.Tests;

/// <summary>Whatever comes over a socket once it is open, the edge goes on, and remembers nothing of it.</summary>
public sealed class HostileInputTests : EdgeTest
{
    private const int Runs = 150;

    [Fact]
    public void Any_bytes_end_a_connection_at_most()
    {
        AnyInput.Holds(Inputs.Noise, Runs, bytes => Send(device => device.SendBytesAsync(bytes)));

        Edge.Registry.Count.ShouldBe(0);
    }

    [Fact]
    public void Any_text_ends_a_connection_at_most()
    {
        AnyInput.Holds(
            Inputs.Hostile(["type", "id", "ids"], """{"type":"ping"}"""),
            Runs,
            bytes => Send(device => device.SendAsync(RawDevice.Text, bytes)));

        Edge.Registry.Count.ShouldBe(0);
    }

    private void Send(Func<RawDevice, Task> send)
    {
        // The property is checked on a thread of its own.
#pragma warning disable VSTHRD002
        SendAsync(send).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    private async Task SendAsync(Func<RawDevice, Task> send)
    {
        using (var device = await RawDevice.ConnectAsync(Edge.SocketUrl(), Edge.TokenFor("s1", "d1")))
        {
            // Before that it may not be in the registry yet, which is then empty for no reason of ours.
            await Edge.Delivery.NextAsync<DeviceConnected>();
            await send(device);
            device.Reset();
        }

        await Bounded.UntilAsync(() => Task.FromResult(Edge.Registry.Count == 0));
        using var health = await Edge.GetAsync("/health/ready");
        health.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
