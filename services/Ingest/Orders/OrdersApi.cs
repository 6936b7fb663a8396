namespace StorePush.Ingest.Orders;

/// <summary>Takes one order or one cancellation.</summary>
internal static class OrdersApi
{
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/stores/{storeId}/orders", PlaceAsync);
        routes.MapPost("/stores/{storeId}/orders/{platform}/{orderId}/cancellation", CancelAsync);
    }

    private static Task<IResult> PlaceAsync(
        string storeId, HttpContext context, SingleMessage call, MessageReader reader, CancellationToken cancellationToken) =>
        call.AcceptAsync(context, (body, errors) => reader.ReadOrder(body, storeId, errors), cancellationToken);

    private static Task<IResult> CancelAsync(
        string storeId,
        string platform,
        string orderId,
        HttpContext context,
        SingleMessage call,
        MessageReader reader,
        CancellationToken cancellationToken) =>
        call.AcceptAsync(
            context, (body, errors) => reader.ReadCancellation(body, storeId, platform, orderId, errors), cancellationToken);
}
