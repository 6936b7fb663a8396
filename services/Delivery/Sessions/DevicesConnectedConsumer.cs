using MassTransit;
using StorePush.Contracts;
using StorePush.Delivery.Pushing;
using StorePush.Delivery.Replay;
using StorePush.Protocol;

namespace StorePush.Delivery.Sessions;

/// <summary>Records connections, closes those that they replace, and answers with what is pending.</summary>
/// <remarks>Done twice it records once and replays twice, which devices tell by the id.</remarks>
internal sealed class DevicesConnectedConsumer(SessionRegistrar sessions, ReplayPages replay, EdgeCommands edges)
    : IConsumer<DevicesConnected>
{
    public async Task Consume(ConsumeContext<DevicesConnected> context)
    {
        var stop = context.CancellationToken;
        var registrations = await Task.WhenAll(
            context.Message.Devices.Select(device => sessions.RegisterAsync(device, stop)));

        await edges.SendAllAsync(registrations.SelectMany(Closings), stop);
        await edges.SendAllAsync(
            registrations
                .Where(registration => registration is { IsRevoked: false, HasPending: false })
                .GroupBy(registration => registration.Connected.EdgeId, registration => registration.Connected.ConnectionId)
                .Select(edge => new NothingPending { EdgeId = edge.Key, ConnectionIds = [.. edge] }),
            stop);
        await Task.WhenAll(registrations
            .Where(registration => registration is { IsRevoked: false, HasPending: true })
            .Select(registration => registration.Connected)
            .Select(device => replay.SendAsync(device.EdgeId, device.StoreId, device.ConnectionId, null, stop)));
    }

    private static IEnumerable<CloseConnection> Closings(Registration registration)
    {
        if (registration.IsRevoked)
            return [Close(registration.Connected.EdgeId, registration.Connected.ConnectionId, CloseCode.Forbidden)];

        return registration.Replaced.Select(old => Close(old.EdgeId, old.ConnectionId, registration.CodeFor(old)));
    }

    private static CloseConnection Close(string edgeId, Guid connectionId, CloseCode code) =>
        new() { EdgeId = edgeId, ConnectionId = connectionId, Code = (int)code };
}
