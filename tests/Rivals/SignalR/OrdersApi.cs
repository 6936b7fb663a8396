using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace StorePush.Rivals.SignalR;

/// <summary>What platforms call.</summary>
internal static class OrdersApi
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    public static void MapOrders(this WebApplication app) =>
        app.MapPost("/v1/stores/{storeId}/orders", PlaceAsync).RequireAuthorization("orders");

    /// <summary>The order is safe in the database before the answer, and rings after it.</summary>
    private static async Task<IResult> PlaceAsync(
        string storeId, PlaceOrder body, OrdersContext database, IHubContext<DeviceHub> hub, TimeProvider clock)
    {
        if (body.Platform is not ("meituan" or "ebai") || body.OrderId is null || body.Order.ValueKind != JsonValueKind.Object)
            return Results.BadRequest();

        var now = clock.GetUtcNow();
        var order = new Order
        {
            Id = Guid.CreateVersion7(now),
            StoreId = storeId,
            Platform = body.Platform,
            OrderId = body.OrderId,
            Payload = body.Order.GetRawText(),
            AcceptedAt = now,
            ExpiresAt = now + Lifetime,
        };
        database.Add(order);
        try
        {
            await database.SaveChangesAsync();
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            var first = await database.Orders.AsNoTracking()
                .SingleAsync(o => o.Platform == order.Platform && o.StoreId == storeId && o.OrderId == order.OrderId);
            return Accepted(first);
        }

        await hub.Clients.Group(storeId).SendAsync("message", OrderMessage.From(order, body.Order));
        return Accepted(order);
    }

    private static IResult Accepted(Order order) =>
        Results.Json(new { MessageId = order.Id, Status = "accepted", order.ExpiresAt }, statusCode: StatusCodes.Status202Accepted);

    internal sealed record PlaceOrder(string? Platform, string? OrderId, JsonElement Order);
}
